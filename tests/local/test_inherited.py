"""A shell that is set up for other work does not set up the shop."""

import re
import tomllib

import psutil
import pytest

from local.inherited import inherited
from spans import settings
from tests.drivers.stage import ROOT
from tests.verify import POLLUTED as OF_OTHER_WORK

MAY_HAVE = {"TZ"}  # the time zone does no harm
POLLUTED = {k: v for k, v in OF_OTHER_WORK.items() if k not in MAY_HAVE}

CONFIGS = {
    "stage1-monolith": "stage1-monolith/shop/config.py",
    "stage2-services": "stage2-services/chassis/config.py",
    "stage3-serverless": "stage3-serverless/chalicelib/config.py",
}


def described(stage):
    return tomllib.loads((ROOT / stage / "parts.toml").read_text(encoding="utf-8"))


def read_by(stage):
    """The names that the stage's config.py asks for."""
    text = (ROOT / CONFIGS[stage]).read_text(encoding="utf-8")
    return set(re.findall(r'(?:read|environ\.get)\("(\w+)"', text))


def given(stage):
    """The names that parts.toml gives to some part."""
    parts = described(stage)["parts"].values()
    return {name for part in parts for word in ("env", "offers") for name in part.get(word, {})}


def test_programs_certificates_proxies_and_settings_are_all_that_is_left():
    wanted = {"PATH": "/bin", "HOME": "/home/ada", "https_proxy": "http://proxy", "COLOUR": "red"}
    kept = inherited({**POLLUTED, **wanted, "SSL_CERT_FILE": "/certificates"}, ["COLOUR", "SIZE"])
    assert kept == {**wanted, "SSL_CERT_FILE": "/certificates", "PYTHONUTF8": "1"}


def test_no_part_gets_what_a_shell_has_for_other_work(terminal):
    terminal.start_and_wait(**POLLUTED)
    for part in terminal.parts():
        process = psutil.Process(terminal.part(part)["pid"])
        for each in (process, *process.children(recursive=True)):
            assert not POLLUTED.keys() & each.environ().keys(), part


@pytest.mark.parametrize("stage", CONFIGS)
def test_what_a_stage_reads_is_a_setting_or_given_by_the_stage_itself(stage):
    of_a_function = {"PARAMETERS", "LINKS_SIGNED_FOR", "SIGN_INS"}  # or has a default that fits
    made_up = {"DATA", "SIGN_INS", "TOKEN_PUBLIC_KEY", "TOKEN_PRIVATE_KEY", *of_a_function}
    told = {"BUCKET", "CLICKS_BUCKET", "QUEUE_IMPORTS", "QUEUE_SETTLE"}  # by the stack
    told |= {"AWS_LAMBDA_FUNCTION_NAME"}
    known = set(described(stage)["stage"]["settings"]) | given(stage) | made_up | told
    assert read_by(stage) - known == set()


@pytest.mark.parametrize("stage", CONFIGS)
def test_a_setting_is_read_by_the_stage(stage):
    by_others = {"PAYMENT_URL", "PAYMENT_KEY", "IDENTITY_ISSUER", "IDENTITY_CLIENT_ID"}
    by_others |= {
        "IDENTITY_CLIENT_SECRET",
        "IDENTITY_REDIRECT_URIS",
        settings.ENDPOINT,
        settings.HEADERS,
    }
    of_the_door = {"TRUSTED_PROXIES"} if stage == "stage3-serverless" else set()
    assert set(described(stage)["stage"]["settings"]) - read_by(stage) <= by_others | of_the_door
    assert "spans=settings.read(" in (ROOT / CONFIGS[stage]).read_text(encoding="utf-8")
