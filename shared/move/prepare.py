"""`python -m move.prepare old`: create the move's own tables in a database, before a unit moves.

Afterwards each process can query who holds a unit without checking first whether the table exists.
For the old side it also writes the public key with which the services verify access tokens.
"""

import sys

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shop import files, keys

from . import authority, capture, exchanges
from .config import OLD, config
from .databases import connect


def main(name: str) -> None:
    with connect(name) as database:
        capture.make_tables(database)
        authority.make_tables(database)
        if name == OLD:
            database.execute(exchanges.MADE)
    if name == OLD:
        key = keys.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        files.write(config().data / "token-public-key.pem", key, files.FOR_ALL)


if __name__ == "__main__":
    main(sys.argv[1])
