"""python -m deploy.to_aws deploy: deploys the shop to the real AWS. See docs/running-on-aws.md.
python -m deploy.to_aws destroy: deletes it, with all its data.
python -m deploy.to_aws staff EMAIL: makes a member of staff.
python -m deploy.to_aws redrive: redelivers the dead letters.

From the environment, always: AWS_REGION; CONFIRM, the number of the account to use. To deploy:
PAYMENT_URL and PAYMENT_KEY of the real provider; PUBLIC_URL, if the shop has a name of its own;
IDENTITY_ISSUER, IDENTITY_CLIENT_ID, and IDENTITY_CLIENT_SECRET of an OpenID provider, if any.
Keys as botocore finds them.
"""

import os
import sys
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError

from local import command
from local.refusal import Refusal
from shop_rules import policies

from . import artefact, commands, parameters, site, stack
from .aws import client
from .redrive import redrive

KEPT = Path(__file__).resolve().parents[2] / ".data" / "stage3-aws"
Action = Callable[..., str | int | None]

TOLD = {"PublicUrl": "PUBLIC_URL", "IdentityIssuer": "IDENTITY_ISSUER"}
TOLD |= {"IdentityClientId": "IDENTITY_CLIENT_ID"}
TOLD |= {"IdentityRedirectUris": "IDENTITY_REDIRECT_URIS", "V1Sunset": "V1_SUNSET"}
HERE = ("", "localhost", "127.0.0.1", "::1")


def check(environ: Mapping[str, str], account: Callable[[], str], action: Action) -> None:
    """account(): the number of the account to which this machine's keys belong."""
    if not environ.get("AWS_REGION"):
        raise Refusal("Say which region: AWS_REGION=eu-central-1")
    for name in sorted(environ):
        if name.startswith("AWS_ENDPOINT_URL"):
            raise Refusal(f"{name} is set, so this would not be the real AWS. Unset it.")
    if action is deploy:
        _check_provider(environ)
    number = account()
    if environ.get("CONFIRM") != number:
        raise Refusal(f"Your keys are of the account {number}. If you mean it: CONFIRM={number}")


def _check_provider(environ: Mapping[str, str]) -> None:
    for name in ("PAYMENT_URL", "PAYMENT_KEY"):
        if not environ.get(name):
            raise Refusal(f"The real provider is needed: {name}=…")
    url = urlsplit(environ["PAYMENT_URL"])
    if url.scheme != "https" or (url.hostname or "") in HERE:
        raise Refusal("PAYMENT_URL has to be the real provider's, and begin with https://")
    issuer = environ.get("IDENTITY_ISSUER", "")
    if issuer and urlsplit(issuer)[0] != "https":
        raise Refusal("IDENTITY_ISSUER has to begin with https://")
    for name in ("IDENTITY_CLIENT_ID", "IDENTITY_CLIENT_SECRET"):
        if issuer and not environ.get(name):
            raise Refusal(f"IDENTITY_ISSUER is given, so {name} must be given too")


def main(words: list[str]) -> str | int | None:
    action, words = ACTIONS.get(next(iter(words), "")), words[1:]
    if not action:
        return (__doc__ or "").strip()
    check(os.environ, lambda: _account(os.environ), action)
    return action(*words)


def _account(environ: MutableMapping[str, str]) -> str:
    """The keys' account, asked for in AWS_REGION at AWS's own address, whatever a profile says."""
    environ["AWS_DEFAULT_REGION"] = environ["AWS_REGION"]
    environ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
    try:
        return client("sts").get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as error:
        raise Refusal(f"AWS does not know who you are ({error}). Set AWS_PROFILE=…") from None


def deploy(kept: Path = KEPT) -> str | None:
    if not artefact.is_for_lambda():
        raise Refusal("The artefact has to be made on Linux x86-64 with Python 3.12 or later.")
    policies.load()
    zip_file, template = artefact.made(kept / "artefact")
    secret = os.environ.get("IDENTITY_CLIENT_SECRET", "")
    parameters.put(os.environ["PAYMENT_URL"], os.environ["PAYMENT_KEY"], secret)
    told = {name: os.environ.get(variable, "") for name, variable in TOLD.items()}
    outputs = stack.deploy(zip_file, template, told)
    site.put(outputs["SiteBucket"])
    os.environ["SIGN_INS"] = str(kept / "sign-ins.json")
    if commands.run("seed"):
        return "The shop is there, but seeding it failed. Type the same again."
    print(f"The shop is open: {outputs['EndpointURL'].rstrip('/')}/v1")
    print(f"Its storefront: {outputs['SiteURL']}/ (new: up to ten minutes until it answers)")
    print(f"Its first sign-ins are in {os.environ['SIGN_INS']}")
    return None


def staff(email: str | None = None, role: str = "") -> int:
    if not email:
        raise Refusal("Whose? make staff-aws EMAIL=ada@example.com")
    given = command.email(email), command.choice("ROLE", role or "admin", command.STAFF_ROLES)
    return commands.run("staff", *given)


def destroy() -> None:
    stack.remove()
    parameters.forget()
    print("The shop, its tables, queues, images and parameters are gone.")


ACTIONS: dict[str, Action] = {
    "deploy": deploy,
    "destroy": destroy,
    "staff": staff,
    "redrive": redrive,
}

if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
