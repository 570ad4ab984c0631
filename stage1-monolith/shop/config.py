"""Everything the shop can be told from outside. Nothing else reads the environment."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from spans import settings

BASE = "/api/v1"


@dataclass(frozen=True)
class Config:
    data: Path  # the folder of all that this shop keeps
    database_url: sa.URL
    public_url: str  # scheme://host[:port][/prefix] as clients see it, or ""
    public_port: int  # of the address that clients see, where public_url does not say
    trusted_proxies: tuple[str, ...]  # whose X-Forwarded-For is believed: addresses, networks
    payment_url: str
    payment_key: str
    payment_patience: float  # seconds an order may wait for the provider
    step_up_seconds: int  # how old a sign-in may be for what could take an account over
    sign_ins_a_minute: int  # and sign-ups, that one client may send
    cheap_passwords: bool  # hashed in no time, and soon guessed: for the project's own tests
    staff_email: str
    staff_password: str
    bodies_megabytes: int  # of memory for all bodies that are still arriving
    metrics_token: str  # that whoever reads the metrics has to show; "": nobody reads them
    metrics_host: str  # the address that port is open on
    metrics_port: int  # where they are read, if not at the port of all else; or 0
    faults: bool  # die at the point named in data/crash-at
    spans: settings.Settings | None  # where they are sent; None: nowhere, and none are made

    def url_of(self, path: str) -> str:
        """Where clients find a path of the contract."""
        return f"{self.public_url}{BASE}{path}"

    @property
    def prefix(self) -> str:
        """The path of the public URL: what a proxy may have put before ours."""
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
        trusted_proxies=tuple(read("TRUSTED_PROXIES", "").replace(",", " ").split()),
        payment_url=read("PAYMENT_URL", "http://127.0.0.1:8100").rstrip("/"),
        payment_key=read("PAYMENT_KEY", ""),
        payment_patience=float(read("PAYMENT_PATIENCE") or 3600),
        step_up_seconds=int(read("STEP_UP_SECONDS") or 900),
        sign_ins_a_minute=int(read("SIGN_INS_A_MINUTE") or 60),
        cheap_passwords=read("CHEAP_PASSWORDS") == "1",
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
    """postgres:// and postgresql:// as everybody writes them, with the driver used here; or a file
    of the data folder, whose name may have any character."""
    if not given:
        return sa.URL.create("sqlite", database=str(data / "shop.db"))
    scheme, separator, rest = given.partition("://")
    if scheme in ("postgres", "postgresql"):
        scheme = "postgresql+psycopg"
    return sa.make_url(scheme + separator + rest)
