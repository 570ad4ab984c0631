"""All configuration of a service. Nothing else reads the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlsplit

from shop_rules import openid, rates, versions
from spans import settings

BASE = "/api/v1"
SERVICES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")


@dataclass(frozen=True)
class Config:
    service: str  # the one this process belongs to
    data: Path  # the service's own folder: keys, crash points
    database_url: str  # its own database, closed to other services
    redis_url: str  # its own keys, queue, and streams, which outlive a restart
    streams_url: str  # the same server, as a user who may read the streams of others
    cache_url: str  # the cache, which may be lost at any moment
    public_url: str  # scheme://host[:port][/prefix] as clients see the gateway, or ""
    public_port: int  # the port clients see, if public_url is empty
    service_key_file: Path  # signs what this service sends to others
    service_keys: Path  # the folder of their public keys: accounts.pem, catalog.pem, …
    public_key_file: Path  # verifies access tokens
    private_key_file: Path  # signs them: only accounts has it
    addresses_file: Path | None  # the orchestrator's list of the services' addresses
    fixed_addresses: dict[str, list[str]]  # … or names, as in a cluster: {service: [URL]}
    payment_url: str
    payment_key: str
    payment_patience: float  # seconds an order may wait for the provider
    pictures_url: str  # of the object store, in S3's form
    pictures_bucket: str
    pictures_key: str
    pictures_secret: str
    caching: bool  # off: every read of the catalog asks the database
    trusted_proxies: tuple[str, ...]  # whose X-Forwarded-For the gateway trusts
    requests_a_minute: int  # the gateway's limit per client
    step_up_seconds: int  # maximum age of a sign-in for a change that could take over an account
    identity: openid.Client  # of the OpenID provider people may sign in with
    identity_client_secret: str
    cheap_passwords: bool  # hashed fast and insecurely: only for the project's own tests
    sign_ins_a_minute: int  # of these: sign-ins and sign-ups
    sign_ins_file: Path  # the file for the first sign-ins
    staff_email: str
    staff_password: str
    bodies_megabytes: int  # memory limit for all request bodies still arriving
    metrics_token: str  # required to read the metrics; "": no one may read them
    metrics_host: str  # the address the metrics port listens on
    metrics_port: int  # a port of their own for the metrics, or 0
    faults: bool  # crash at the point named in data/crash-at
    deliver_twice: bool  # deliver every message twice, as any queue may
    spans: settings.Settings | None  # where to send them; None: record none
    ready_file: Path | None  # a worker touches it when it is ready

    def url_of(self, path: str) -> str:
        """The URL at which clients find a path of the contract."""
        return f"{self.public_url}{BASE}{path}"

    @cached_property
    def v1_sunset(self) -> str:
        """The end of version 1, as the Sunset header says it."""
        return versions.sunset(os.environ.get("V1_SUNSET", ""))

    @property
    def prefix(self) -> str:
        """The path of the public URL, which a proxy may put before ours."""
        return urlsplit(self.public_url).path


@cache
def config() -> Config:
    data = Path(os.environ.get("DATA", ".data/stage2")).resolve()
    return _told(os.environ, data)


def _told(environ: Mapping[str, str], data: Path) -> Config:
    read = environ.get
    return Config(
        service=read("SERVICE", ""),
        data=data,
        database_url=_with_driver(read("DATABASE_URL", "")),
        redis_url=read("REDIS_URL", ""),
        streams_url=read("STREAMS_URL", ""),
        cache_url=read("CACHE_URL", ""),
        public_url=read("PUBLIC_URL", "").rstrip("/"),
        public_port=int(read("PUBLIC_PORT") or 443),
        **_files(environ, data),
        addresses_file=_path(read("ADDRESSES")),
        fixed_addresses={name: _list(read(f"{name.upper()}_URL")) for name in SERVICES},
        payment_url=read("PAYMENT_URL", "").rstrip("/"),
        payment_key=read("PAYMENT_KEY", ""),
        payment_patience=float(read("PAYMENT_PATIENCE") or 3600),
        pictures_url=read("PICTURES_URL", ""),
        pictures_bucket=read("PICTURES_BUCKET", "pictures"),
        pictures_key=read("PICTURES_KEY", "local"),
        pictures_secret=read("PICTURES_SECRET", "local"),
        caching=read("CACHING") != "off",
        trusted_proxies=rates.networks(read("TRUSTED_PROXIES", "")),
        requests_a_minute=int(read("REQUESTS_A_MINUTE") or 600_000),
        step_up_seconds=int(read("STEP_UP_SECONDS") or 900),
        identity=openid.client(environ),
        identity_client_secret=read("IDENTITY_CLIENT_SECRET", ""),
        sign_ins_a_minute=int(read("SIGN_INS_A_MINUTE") or 60),
        cheap_passwords=read("CHEAP_PASSWORDS") == "1",
        staff_email=read("SHOP_STAFF_EMAIL", ""),
        staff_password=read("SHOP_STAFF_PASSWORD", ""),
        bodies_megabytes=int(read("BODIES_MEGABYTES") or 64),
        metrics_token=read("METRICS_TOKEN", ""),
        metrics_host=read("METRICS_HOST") or "127.0.0.1",
        metrics_port=int(read("METRICS_PORT") or 0),
        faults=read("FAULTS") == "1",
        deliver_twice=read("FAULTS_TWICE") == "1",
        spans=settings.read(environ),
        ready_file=_path(read("READY_FILE")),
    )


def _files(environ: Mapping[str, str], data: Path) -> dict[str, Path]:
    read = environ.get
    return {
        "service_key_file": Path(read("SERVICE_PRIVATE_KEY") or data / "service-private-key.pem"),
        "service_keys": Path(read("SERVICE_PUBLIC_KEYS") or data / "service-keys"),
        "public_key_file": Path(read("TOKEN_PUBLIC_KEY") or data / "token-public-key.pem"),
        "sign_ins_file": Path(read("SIGN_INS") or data / "sign-ins.json"),
        "private_key_file": Path(read("TOKEN_PRIVATE_KEY") or data / "token-private-key.pem"),
    }


def _with_driver(url: str) -> str:
    """The URL with the driver used here, for postgres:// and postgresql:// alike."""
    return re.sub("^postgres(ql)?://", "postgresql+psycopg://", url)


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _list(text: str | None) -> list[str]:
    return [url.rstrip("/") for url in (text or "").split(",") if url]
