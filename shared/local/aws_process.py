"""`python -m local.aws_process`: ministack behind its guard, with streams that survive a restart
and hosts that don't end each other. local/aws.py starts it.

Environment: ministack's settings, and root's key as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
"""

import hmac
import os
from collections.abc import Mapping
from pathlib import Path

from ministack.core import lambda_runtime

from . import aws_hosts, aws_keep, aws_state


def main() -> None:
    environ = os.environ
    key, secret = environ["AWS_ACCESS_KEY_ID"], environ["AWS_SECRET_ACCESS_KEY"]
    verifies_roles = environ.get("AUTH") == "true"
    if verifies_roles:
        _make_roles_secret(secret)
    aws_hosts.spare_others(lambda_runtime)
    from ministack import app as ministack

    from .aws_guard import Guard

    if environ.get("PERSIST_STATE") == "1":
        from ministack.core import persistence
        from ministack.services import dynamodb, lambda_svc  # slow to import

        aws_state.keep_streams(ministack, dynamodb, lambda_svc)
        aws_keep.keep_whole(ministack, persistence, Path(environ["STATE_DIR"]).parent)
    ministack.app = Guard(ministack.app, environ["GATEWAY_PORT"], key, secret, verifies_roles)
    ministack.main()


def _make_roles_secret(secret: str) -> None:
    """Replace how functions get their role's keys: ministack derives them from guessable names,
    this from root's secret too. Call it before ministack's services are imported."""

    def credentials(config: Mapping[str, str]) -> dict[str, str]:
        from ministack.services import sts

        function, role = config["FunctionArn"], config.get("Role", "")
        key, hidden, token = (_mac(secret, f"{use} {function} {role}") for use in ("", "k", "t"))
        name, session = role.rpartition("/")[2], config.get("FunctionName", "")[:64]
        found = {
            "Arn": f"arn:aws:sts::{function.split(':')[4]}:assumed-role/{name}/{session}",
            "UserId": f"{name}:{session}",
            "SecretAccessKey": hidden,
            "SessionToken": token,
        }
        key = f"ASIA{key[:16].upper()}"
        sts.register_session(key, found)
        given = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": hidden}
        return given | {"AWS_SESSION_TOKEN": token}

    lambda_runtime.execution_credentials = credentials


def _mac(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()


if __name__ == "__main__":
    main()
