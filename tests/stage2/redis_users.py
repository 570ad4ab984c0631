"""The users of the two Valkey servers, as a deployment has them, and their addresses."""

from urllib.parse import urlsplit

from local import valkey

from .alone import SERVICES

USERS = SERVICES / "deploy" / "redis"
PLACES = ("supervisor", "gateway", "accounts", "catalog", "inventory", "cart", "orders")
PLACES += ("payments", "notifications")
PASSWORDS = {f"REDIS_PASSWORD_{name.upper()}": f"the-secret-of-{name}" for name in PLACES}


def running(folder):
    """The operator's URL of a server with its users; folder: "--cache" for the cache."""
    file = USERS / ("cache.acl" if folder == "--cache" else "durable.acl")
    return valkey.running(folder, users=file.read_text(), **PASSWORDS)


def as_user(url, user):
    """The same server for that user, who may be there or not."""
    where, password = urlsplit(url), PASSWORDS[_variable(user)]
    return where._replace(netloc=f"{user}:{password}@{where.hostname}:{where.port}").geturl()


def settings(service, durable, cache):
    """The variables of a service: it knows no other user."""
    return {
        "REDIS_URL": as_user(durable, service),
        "STREAMS_URL": as_user(durable, f"{service}-follower"),
        "CACHE_URL": as_user(cache, service),
    }


def _variable(user):
    return f"REDIS_PASSWORD_{user.removesuffix('-follower').upper()}"
