"""Clients of AWS: made when first needed, never at import, so that a cold start stays short."""

from functools import cache

CONNECT_SECONDS, READ_SECONDS = 2, 5


@cache
def client(service):
    """By botocore, which boto3 wraps: the same calls, and less to import."""
    import botocore.config

    patience = botocore.config.Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "max_attempts": 3},
    )
    return _session().create_client(service, config=patience)


@cache
def _session():
    """One for all clients, since it keeps what it reads of AWS for each."""
    import botocore.session

    return botocore.session.get_session()
