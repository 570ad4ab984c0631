"""The functions' secrets, stored as parameters of Systems Manager."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .aws import client

PREFIX = "/shop"


def put(payment_url: str, payment_key: str, identity_secret: str = "") -> None:
    """Set the providers; create the keys that sign access tokens only if there are none yet."""
    store = client("ssm")
    found = store.get_parameters_by_path(Path=PREFIX, WithDecryption=True)["Parameters"]
    known = {each["Name"].removeprefix(f"{PREFIX}/"): each["Value"] for each in found}
    wanted = {"payment_url": payment_url, "payment_key": payment_key}
    if identity_secret:
        wanted["identity_client_secret"] = identity_secret
    if "token_public_key" not in known:
        wanted |= _new_keys()
    for name, value in wanted.items():
        if known.get(name) != value:
            kind = "String" if name in ("payment_url", "token_public_key") else "SecureString"
            where = {"Name": f"{PREFIX}/{name}", "Type": kind, "Overwrite": True}
            store.put_parameter(Value=value, **where)


def forget() -> None:
    store = client("ssm")
    found = store.get_parameters_by_path(Path=PREFIX)["Parameters"]
    if found:
        store.delete_parameters(Names=[each["Name"] for each in found])


def _new_keys() -> dict[str, str]:
    """Create the key pair, the public key last: if that exists, both do."""
    made = Ed25519PrivateKey.generate()
    private = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = made.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"token_private_key": private.decode(), "token_public_key": public.decode()}
