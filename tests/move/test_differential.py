"""`python -m tests.move differential`: the comparison with stage 1."""

from contextlib import nullcontext
from types import SimpleNamespace

from . import __main__ as command

STAGE = SimpleNamespace(
    url="http://127.0.0.1:8004/api/v1",
    staff=("ada@shop.example", "password"),
    identity={"IDENTITY_URL": "http://127.0.0.1:8074"},
)


def test_sign_ins_elsewhere_are_compared_too(monkeypatch):
    """The moving shop has an identity provider of its own. Without it, each step would fail."""
    played = []
    monkeypatch.setattr(command.shops, "of_stage", lambda name: nullcontext(name))
    monkeypatch.setattr(command, "_moving", lambda _: nullcontext(SimpleNamespace(stage=STAGE)))
    monkeypatch.setattr(command, "play", lambda both, *_: played.append(both))
    assert command.main(["differential", "--sequences", "3"]) == 0
    [both] = played
    assert (
        both["1"] == "1-postgres" and both["moving"][0].identity == STAGE.identity["IDENTITY_URL"]
    )
