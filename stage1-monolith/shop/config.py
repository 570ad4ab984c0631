"""All configuration of the shop. Nothing else reads the environment."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from shop_rules import openid, rates, versions
from spans import settings

BASE = "/api/v1"


@dataclass(frozen=True)
class Config:
    data: Path  # the folder of all files of this shop
    database_url: sa.URL
    public_url: str  # scheme://host[:port][/prefix] as clients see it, or ""
    public_port: int  # the port clients see, if public_url is empty
    trusted_proxies: tuple[str, ...]  # addresses or networks whose X-Forwarded-For is trusted
    payment_url: str
    payment_key: str
    payment_patience: float  # seconds an order may wait for the provider
    v1_sunset: str  # the end of version 1, as the Sunset header says it
    step_up_seconds: int  # maximum age of a sign-in for a change that could take over an account
    sign_ins_a_minute: int  # limit per client; sign-ups count too
    cheap_passwords: bool  # hashed fast and insecurely: only for the project's own tests
    identity: openid.Client  # of the OpenID provider people may sign in with
    identity_client_secret: str
    staff_email: str
    staff_password: str
    bodies_megabytes: int  # memory limit for all request bodies still arriving
    metrics_token: str  # required to read the metrics; "": no one may read them
    metrics_host: str  # the address the metrics port listens on
    metrics_port: int  # a port of their own for the metrics, or 0
    faults: bool  # crash at the point named in data/crash-at
    spans: settings.Settings | None  # where to send them; None: record none

    def url_of(self, path: str) -> str:
        """The URL at which clients find a path of the contract."""
        return f"{self.public_url}{BASE}{path}"

    @property
    def prefix(self) -> str:
        """The path of the public URL, which a proxy may put before ours."""
        return urlsplit(self.public_url).path


@cache
def config() -> Config:
    read = os.environ.get
    data = Path(read("DATA", ".data/stage1")).resolve()
    return Config(
        data=data,
        database_url=_database_url(read("DATABASE_URL"), data),
        public_url=read("PUBLIC_URL", "").rstrip("/"),
        public_port=int(read("PUBLIC_PORT") or 443),
        trusted_proxies=rates.networks(read("TRUSTED_PROXIES", "")),
        payment_url=read("PAYMENT_URL", "http://127.0.0.1:8100").rstrip("/"),
        payment_key=read("PAYMENT_KEY", ""),
        payment_patience=float(read("PAYMENT_PATIENCE") or 3600),
        v1_sunset=versions.sunset(read("V1_SUNSET", "")),
        step_up_seconds=int(read("STEP_UP_SECONDS") or 900),
        sign_ins_a_minute=int(read("SIGN_INS_A_MINUTE") or 60),
        cheap_passwords=read("CHEAP_PASSWORDS") == "1",
        identity=openid.client(os.environ),
        identity_client_secret=read("IDENTITY_CLIENT_SECRET", ""),
        staff_email=read("SHOP_STAFF_EMAIL", ""),
        staff_password=read("SHOP_STAFF_PASSWORD", ""),
        bodies_megabytes=int(read("BODIES_MEGABYTES") or 64),
        metrics_token=read("METRICS_TOKEN", ""),
        metrics_host=read("METRICS_HOST") or "127.0.0.1",
        metrics_port=int(read("METRICS_PORT") or 0),
        faults=read("FAULTS") == "1",
        spans=settings.read(os.environ),
    )


def _database_url(given: str | None, data: Path) -> sa.URL:
    """The URL with the driver used here, for postgres:// and postgresql:// alike; by default a file
    in the data folder, whose name may contain any character."""
    if not given:
        return sa.URL.create("sqlite", database=str(data / "shop.db"))
    scheme, separator, rest = given.partition("://")
    if scheme in ("postgres", "postgresql"):
        scheme = "postgresql+psycopg"
    return sa.make_url(scheme + separator + rest)
