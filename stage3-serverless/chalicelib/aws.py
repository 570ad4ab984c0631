"""Clients of AWS: made when first needed, never at import, so that a cold start stays short."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from shop_rules.errors import Unavailable

from . import telemetry

CONNECT_SECONDS, READ_SECONDS = 2, 5
Client = Any  # botocore makes their classes while it runs, from the descriptions of the services
Answer = dict[str, Any]  # of a client's call: as the service's reference says


@cache
def client(service: str, address: str | None = None) -> Client:
    """By botocore, which boto3 wraps: the same calls, and less to import. address: or AWS's own."""
    import botocore.config

    patience = botocore.config.Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "max_attempts": 3},
    )
    return _session().create_client(service, endpoint_url=address, config=patience)


@contextmanager
def or_unavailable(away: str, detail: str) -> Iterator[None]:
    """No answer, or a refusal: the client may try again later. away: what the log calls it."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        telemetry.write(away, level=40, error=str(error))
        raise Unavailable(detail) from None


@cache
def _session() -> Client:
    """One for all clients, since it keeps what it reads of AWS for each."""
    import botocore.session

    return botocore.session.get_session()
