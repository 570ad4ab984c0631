"""python -m deploy.local: deploys the shop to the local AWS and tells the door; idempotent.
python -m deploy.local staff EMAIL: makes a member of staff.

From the environment: PORT and DATA, root's key as local/aws.py says, PAYMENT_URL and PAYMENT_KEY,
and the stack's parameters: PUBLIC_URL, PUBLIC_PORT, PAYMENT_PATIENCE, STEP_UP_SECONDS,
V1_SUNSET, SIGN_INS_A_MINUTE, OTEL_EXPORTER_OTLP_ENDPOINT, FAULTS. Nothing here can reach the real
AWS: the user's own address and keys are replaced before a client is made.
"""

import os
import sys
import time
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from botocore.exceptions import BotoCoreError, ClientError

from local import whole
from local.aws import REGION, stranger
from shop_rules import policies

from .aws import Client, client

HOST = "127.0.0.1"
LINKS = {"LinksSignedFor": f"http://{HOST}"}  # the door forwards them to the bucket
WARM = 4  # hosts that answer HTTP, started side by side
ANSWER_SECONDS = 60
TOLD = {"PublicUrl": "PUBLIC_URL", "PaymentPatience": "PAYMENT_PATIENCE"}
TOLD |= {"StepUpSeconds": "STEP_UP_SECONDS", "Faults": "FAULTS"}
TOLD |= {"SignInsAMinute": "SIGN_INS_A_MINUTE", "PublicPort": "PUBLIC_PORT"}
TOLD |= {"IdentityIssuer": "IDENTITY_ISSUER", "IdentityClientId": "IDENTITY_CLIENT_ID"}
TOLD |= {"IdentityRedirectUris": "IDENTITY_REDIRECT_URIS"}
TOLD |= {"V1Sunset": "V1_SUNSET"}
TOLD |= {"SpansEndpoint": "OTEL_EXPORTER_OTLP_ENDPOINT"}


def stay_local(environ: MutableMapping[str, str], port: str) -> None:
    """Set environ to the fake account at the local address, without this machine's AWS settings."""
    local = stranger(environ)
    environ.clear()
    environ.update(local)
    environ.update(AWS_ENDPOINT_URL=f"http://localhost:{port}", AWS_DEFAULT_REGION=REGION)


def main(words: list[str]) -> int:
    stay_local(os.environ, os.environ["PORT"])
    from . import artefact, commands, parameters, site, stack

    data = Path(os.environ["DATA"])
    if words:
        return commands.run(*words)
    policies.load()
    zip_file, template = artefact.made(data / "artefact")
    identity = os.environ.get("IDENTITY_CLIENT_SECRET", "")
    parameters.put(os.environ["PAYMENT_URL"], os.environ["PAYMENT_KEY"], identity)
    told = {name: os.environ.get(variable, "") for name, variable in TOLD.items()}
    outputs = stack.deploy(zip_file, template, LINKS | {k: v for k, v in told.items() if v})
    gateway = client("apigateway")
    _let_any_method_in(gateway, outputs["RestAPIId"])
    _warm_up(os.environ["PORT"], outputs["RestAPIId"], client("lambda"))
    site.put(outputs["SiteBucket"], urlsplit(os.environ.get("PUBLIC_URL", "")).path.rstrip("/"))
    whole.write(data / "site-bucket", outputs["SiteBucket"])  # both are for the door, which
    whole.write(data / "api-id", outputs["RestAPIId"])  # is ready once it knows the API
    os.environ["SIGN_INS"] = str(data / "sign-ins.json")
    failed = commands.run("seed")
    _show(zip_file, stack.NAME)
    return failed


def _let_any_method_in(gateway: Client, api: str) -> None:
    """The template says so with x-amazon-apigateway-any-method, which ministack does not read."""
    found = gateway.get_resources(restApiId=api, limit=500)["items"]
    everything = next(each for each in found if each["path"] == "/{proxy+}")
    where = {"restApiId": api, "resourceId": everything["id"]}
    if "ANY" not in everything["resourceMethods"]:
        known = gateway.get_integration(**where, httpMethod="GET")
        gateway.put_method(**where, httpMethod="ANY", authorizationType="NONE")
        what = {"type": known["type"], "uri": known["uri"], "integrationHttpMethod": "POST"}
        gateway.put_integration(**where, httpMethod="ANY", **what)


def _warm_up(port: str, api: str, functions: Client) -> None:
    """Start some hosts for HTTP, then one for each kind of event. A cold start needs much CPU, so
    only a few run at a time. If one fails on a busy machine, its first event starts it."""
    started = time.monotonic()
    headers = {"X-Local-Key": os.environ["AWS_SECRET_ACCESS_KEY"]}
    headers["Host"] = f"{api}.execute-api.localhost"
    asked = Request(f"http://{HOST}:{port}/api/v1/products?limit=1", headers=headers)
    names = [each["FunctionName"] for each in functions.list_functions()["Functions"]]
    of_events = [name for name in names if "APIHandler" not in name and "Sweep" not in name]
    with ThreadPoolExecutor(WARM) as several:
        list(several.map(_ask, [asked] * WARM))
    with ThreadPoolExecutor(WARM // 2) as several:
        list(several.map(partial(_tell_nothing, functions), of_events))
    print(
        f"{WARM + len(of_events)} hosts of functions warm after {time.monotonic() - started:.1f} s"
    )


def _ask(asked: Request) -> bytes:
    """Retry until it is answered: the gateway may time out while a host starts."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while True:
        try:
            with urlopen(asked, timeout=ANSWER_SECONDS) as answer:
                return answer.read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _tell_nothing(functions: Client, name: str) -> None:
    try:
        functions.invoke(FunctionName=name, Payload='{"Records": []}')
    except (BotoCoreError, ClientError) as error:
        print(f"{name} is still cold: {error}")


def _show(zip_file: Path, name: str) -> None:
    size = zip_file.stat().st_size / 1_000_000
    resources = client("cloudformation").describe_stack_resources(StackName=name)
    print(f"artefact: {size:.1f} MB")
    kinds = {"Function": "functions", "Table": "tables", "Queue": "queues", "Bucket": "buckets"}
    for kind, many in kinds.items():
        ours = [r for r in resources["StackResources"] if r["ResourceType"].endswith(f"::{kind}")]
        print(f"{many}: {', '.join(sorted(r['LogicalResourceId'] for r in ours))}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
