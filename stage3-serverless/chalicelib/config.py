"""All configuration of a function. Nothing else reads the environment.

Secrets, and what the first deployment creates, are not in the environment but in parameters of
Systems Manager, which are read when they are first needed.
"""

import os
from dataclasses import dataclass
from functools import cache

from shop_rules import openid, versions
from spans import settings

from . import aws

BASE = "/api/v1"  # as clients see it: the API's stage is named api, the routes begin with /v1
FEATURES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")
TABLES = (*FEATURES, "audit", "clicks", "idempotency", "imports")


@dataclass(frozen=True)
class Config:
    tables: dict[str, str]  # {one of TABLES: the name of its table}
    bucket: str  # of images, and of files to import
    clicks_bucket: str  # of uploaded events
    settle_queue: str  # URL, as the next
    imports_queue: str
    parameters: str  # the prefix of their names: "/shop"
    links_signed_for: str  # scheme://host that is forwarded to the bucket; "": the bucket's own
    public_url: str  # scheme://host[:port][/prefix] as clients see it, or ""
    public_port: int  # the port clients see, if public_url is empty
    payment_patience: float  # seconds an order may wait for the provider
    v1_sunset: str  # the end of version 1, as the Sunset header says it
    step_up_seconds: int  # maximum age of a sign-in for a change that could take over an account
    sign_ins_a_minute: int  # limit per client; sign-ups count too
    cheap_passwords: bool  # hashed fast and insecurely: only for the project's own tests
    identity: openid.Client  # of the OpenID provider people may sign in with
    staff_email: str
    staff_password: str
    sign_ins_file: str  # the file for the first sign-ins, if there is a disk
    faults: bool  # fail at the point a test names
    function: str  # this function's name in AWS
    spans: settings.Settings | None  # where to send them; None: record none

    def url_of(self, path: str) -> str:
        """The URL at which clients find a path of the contract."""
        return f"{self.public_url}{BASE}{path}"

    @property
    def payment_url(self) -> str:
        return parameter("payment_url").rstrip("/")

    @property
    def payment_key(self) -> str:
        return parameter("payment_key")

    @property
    def identity_client_secret(self) -> str:
        return parameter("identity_client_secret")


@cache
def config() -> Config:
    read = os.environ.get
    return Config(
        tables={name: read(f"TABLE_{name.upper()}", "") for name in TABLES},
        bucket=read("BUCKET", ""),
        clicks_bucket=read("CLICKS_BUCKET", ""),
        settle_queue=read("QUEUE_SETTLE", ""),
        imports_queue=read("QUEUE_IMPORTS", ""),
        parameters=read("PARAMETERS", "/shop"),
        links_signed_for=read("LINKS_SIGNED_FOR", ""),
        public_url=read("PUBLIC_URL", "").rstrip("/"),
        public_port=int(read("PUBLIC_PORT") or 443),
        payment_patience=float(read("PAYMENT_PATIENCE") or 3600),
        v1_sunset=versions.sunset(read("V1_SUNSET", "")),
        step_up_seconds=int(read("STEP_UP_SECONDS") or 900),
        sign_ins_a_minute=int(read("SIGN_INS_A_MINUTE") or 60),
        cheap_passwords=read("CHEAP_PASSWORDS") == "1",
        identity=openid.client(os.environ),
        staff_email=read("SHOP_STAFF_EMAIL", ""),
        staff_password=read("SHOP_STAFF_PASSWORD", ""),
        sign_ins_file=read("SIGN_INS", ""),
        faults=read("FAULTS") == "1",
        function=read("AWS_LAMBDA_FUNCTION_NAME", ""),
        spans=settings.read(os.environ),
    )


@cache
def parameter(name: str) -> str:
    """Read a parameter, once per process. Each function may read only its own."""
    asked = {"Name": f"{config().parameters}/{name}", "WithDecryption": True}
    with aws.or_unavailable("parameters unavailable", "A part of the shop is unavailable."):
        return aws.client("ssm").get_parameter(**asked)["Parameter"]["Value"]
