"""python -m deploy.to_aws: puts the shop on the real AWS. See docs/running-for-real.md.
python -m deploy.to_aws destroy: takes it away again, with all it kept.

From the environment, all of it: AWS_REGION; CONFIRM, the number of the account meant; for the
first, PAYMENT_URL and PAYMENT_KEY of the real provider. Keys as botocore finds them.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

KEPT = Path(__file__).resolve().parents[2] / ".data" / "stage3-aws"
HERE = ("", "localhost", "127.0.0.1", "::1")


class Refused(Exception):
    """What is missing, and what to type."""


def check(environ, account, to_destroy=False):
    """account(): the number of the account that the keys of this machine belong to."""
    if not environ.get("AWS_REGION"):
        raise Refused("Say which region: AWS_REGION=eu-central-1")
    if environ.get("AWS_ENDPOINT_URL"):
        raise Refused("AWS_ENDPOINT_URL is set, so this would not be the real AWS. Unset it.")
    if not to_destroy:
        _check_provider(environ)
    number = account()
    if environ.get("CONFIRM") != number:
        raise Refused(f"Your keys are of the account {number}. If you mean it: CONFIRM={number}")


def _check_provider(environ):
    for name in ("PAYMENT_URL", "PAYMENT_KEY"):
        if not environ.get(name):
            raise Refused(f"The real provider is needed: {name}=…")
    url = urlsplit(environ["PAYMENT_URL"])
    if url.scheme != "https" or (url.hostname or "") in HERE:
        raise Refused("PAYMENT_URL has to be the real provider's, and begin with https://")


def main(words):
    from . import artefact, parameters, stack

    to_destroy = words == ["destroy"]
    os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", ""))
    try:
        check(os.environ, _account, to_destroy)
    except Refused as refusal:
        return str(refusal)
    if to_destroy:
        return _destroy(stack, parameters)
    if not artefact.is_for_lambda():
        return "The artefact has to be made on Linux x86-64 with Python 3.12 or later."
    return _deploy(artefact, parameters, stack)


def _account():
    from botocore.exceptions import BotoCoreError, ClientError

    from .stack import client

    try:
        return client("sts").get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as error:
        raise Refused(f"AWS does not know who you are ({error}). Set AWS_PROFILE=…") from None


def _deploy(artefact, parameters, stack):
    from . import commands

    parameters.put(os.environ["PAYMENT_URL"], os.environ["PAYMENT_KEY"])
    told = {"PublicUrl": os.environ.get("PUBLIC_URL", "")}
    zip_file, template = artefact.made(KEPT / "artefact")
    outputs = stack.deploy(zip_file, template, told)
    os.environ["SIGN_INS"] = str(KEPT / "sign-ins.json")
    if commands.run("seed"):
        return "The shop is there, but seeding it failed. Type the same again."
    print(f"The shop is open: {outputs['EndpointURL'].rstrip('/')}/v1")
    print(f"Its first sign-ins are in {os.environ['SIGN_INS']}")


def _destroy(stack, parameters):
    stack.remove()
    parameters.forget()
    print("The shop, its tables, queues, pictures and parameters are gone.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
