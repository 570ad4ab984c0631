"""`python -m move.prepare old`: what a database of either side needs before anything moves.

Everybody may then look who holds a unit, without asking first whether there is a table for it. For
the old side also the public key of the access tokens, which the services verify them with.
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
