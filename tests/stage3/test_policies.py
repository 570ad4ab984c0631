"""A stack whose policies don't validate is not deployed, neither here nor to AWS."""

import os

import pytest

from deploy import artefact, local, to_aws


@pytest.fixture(autouse=True)
def nothing_is_made(monkeypatch):
    monkeypatch.setattr(artefact, "made", lambda *_: pytest.fail("an artefact was made"))


def test_a_policy_that_names_an_unknown_role_stops_the_start(broken_policies, monkeypatch):
    environ = dict(os.environ, PORT="1", DATA="none", LOCAL_AWS_KEY="k", LOCAL_AWS_SECRET="s")
    monkeypatch.setattr(os, "environ", environ)
    with pytest.raises(SystemExit, match=broken_policies):
        local.main([])


def test_and_a_deployment_to_aws(broken_policies, monkeypatch):
    monkeypatch.setattr(artefact, "is_for_lambda", lambda: True)
    with pytest.raises(SystemExit, match=broken_policies):
        to_aws.deploy()
