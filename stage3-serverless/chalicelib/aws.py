"""AWS clients, created when first needed and never at import, to keep cold starts short."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from shop_rules.errors import Unavailable

from . import telemetry

CONNECT_SECONDS, READ_SECONDS = 2, 5
Client = Any  # botocore creates their classes at run time, from the services' descriptions
Answer = dict[str, Any]  # the response of a call, as in the service's API reference


# --8<-- [start:client]
@cache
def client(service: str, address: str | None = None) -> Client:
    """A botocore client: boto3's calls, with less to import. address: if not AWS's own."""
    import botocore.config

    patience = botocore.config.Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "max_attempts": 3},
    )
    return _session().create_client(service, endpoint_url=address, config=patience)


# --8<-- [end:client]
@contextmanager
def or_unavailable(away: str, detail: str) -> Iterator[None]:
    """Turn a failed call to AWS into Unavailable. away: the name of the event to log."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        telemetry.write(away, level=40, error=str(error))
        raise Unavailable(detail) from None


@cache
def _session() -> Client:
    """One for all clients, because it caches the service descriptions that it loads."""
    import botocore.session

    return botocore.session.get_session()
