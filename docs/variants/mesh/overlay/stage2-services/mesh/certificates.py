"""Certificates of the mesh: one for each service, with its name as a SPIFFE ID.

`python -m mesh.certificates FOLDER` makes them before the first start. The key that signs them is
not kept: a mesh on real machines has a certificate authority that signs new ones every few hours.
https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md
"""

import datetime
import os
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_key

from chassis import files
from chassis.config import SERVICES

NAMES = (*SERVICES, "gateway")
TRUST = "spiffe://shop/"
LIVES = datetime.timedelta(days=825)
AUTHORITY = "authority.pem"


def make(folder: Path) -> None:
    """Make FOLDER/authority.pem, and orders.pem and orders.key for each service."""
    if (folder / AUTHORITY).exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = new_key(SECP256R1())
    named = x509.Name.from_rfc4514_string("CN=shop")
    for name in NAMES:
        own = new_key(SECP256R1())
        issued = _certificate(x509.Name([]), named, own, key, f"{TRUST}{name}")
        files.write(folder / f"{name}.key", _pem(own), files.FOR_THE_OWNER)
        files.write(folder / f"{name}.pem", issued, files.FOR_ALL)
    files.write(folder / AUTHORITY, _certificate(named, named, key, key, None), files.FOR_ALL)


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    own: EllipticCurvePrivateKey,
    authority: EllipticCurvePrivateKey,
    uri: str | None,
) -> bytes:
    """In PEM's form. uri: None for the authority itself."""
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(issuer, subject, own.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - datetime.timedelta(minutes=5)).not_valid_after(now + LIVES)
    made = made.add_extension(x509.BasicConstraints(uri is None, None), critical=True)
    if uri:
        name = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri)])
        made = made.add_extension(name, critical=True)
    return made.sign(authority, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


if __name__ == "__main__":
    os.umask(0o077)
    make(Path(sys.argv[1]))
