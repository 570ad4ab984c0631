"""/internal is for services: with their own token, made for this one, and only those allowed."""

from .callers import KEYS, service_token

EVERYBODY = ("catalog", "inventory", "cart", "orders", "payments", "notifications", "accounts")


def check_that_only(allowed, door, person, method, path, body=None, statuses=(200, 204)):
    """allowed: a service, or several."""
    allowed = [allowed] if isinstance(allowed, str) else allowed
    wrong = [
        None,
        person.token,
        service_token(allowed[0], "somebody-else"),
        service_token(allowed[0], door.service, key=KEYS[door.service]),
        service_token(allowed[0], door.service, iss="accounts"),
        service_token(allowed[0], door.service, seconds=-60),
    ]
    assert [_status(door, method, path, token, body) for token in wrong] == [401] * len(wrong)
    for service in EVERYBODY:
        status = _status(door, method, path, service_token(service, door.service), body)
        assert status in statuses if service in allowed else status == 403, service


def _status(door, method, path, token, body):
    return door.ask(method, f"/internal{path}", token, json=body).status_code
