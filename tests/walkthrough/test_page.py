"""How a walkthrough shows a request and its answer."""

import shlex
from email.message import Message
from pathlib import Path

import pytest

from walkthrough import page
from walkthrough.request import WIDTH, Answer, Asked, curl

ORDER = {"id": "7", "status": "confirmed", "lines": [{"name": "Mug", "price": 1290}] * 3}
PLAIN = """\
  201 Created
  {"status": "confirmed", "lines": [{"name": "Mug", …}, {"name": "Mug", …},
  …], …}
"""


@pytest.fixture
def shown(monkeypatch, capsys):
    """shown(answer, fields): what is printed of it, on a terminal or not."""

    def printed(content, fields, terminal=False, status=201):
        monkeypatch.setattr(page.sys.stdout, "isatty", lambda: terminal, raising=False)
        page.show_answer(Answer(status, content, Message()), fields)
        return capsys.readouterr().out

    monkeypatch.delenv("NO_COLOR", raising=False)
    return printed


def test_an_answer_is_shown_in_short_and_says_what_it_leaves_out(shown):
    assert shown({"data": ORDER}, ("status", "lines", "name")) == PLAIN


def test_a_terminal_shows_it_in_color_unless_it_is_told_not_to(shown, monkeypatch):
    said = shown({"data": ORDER}, ("status",), terminal=True)
    assert '\033[36m"status"\033[0m: \033[32m"confirmed"\033[0m' in said
    assert "\033[32m201 Created\033[0m" in said
    assert "\033[31m409 Conflict" in shown({"title": "No"}, ("title",), True, status=409)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033" not in shown({"data": ORDER}, ("status",), terminal=True)


def test_a_long_text_is_cut_and_a_long_answer_broken_between_its_fields(shown):
    token = {"access_token": "e" * 200, "about": "Two words", "more": "x" * 36, "and": "y" * 36}
    lines = shown({"data": token}, token).splitlines()
    assert max(map(len, lines)) <= WIDTH and f'"{"e" * 20}…"' in lines[1]
    assert all(line.count('"') % 2 == 0 for line in lines)


def test_a_short_request_is_one_line():
    assert curl(Asked("GET", "http://shop/products?limit=3")) == (
        "curl -s 'http://shop/products?limit=3'"
    )


def test_a_long_request_is_broken_where_a_shell_goes_on():
    body = {"name": "Ada O'Hara", "line1": "12 High Street", "city": "London", "country": "GB"}
    asked = Asked("PUT", f"http://shop/{'x' * 60}", token=Path("a b"), body=body)
    line = curl(asked)
    assert max(map(len, line.splitlines())) <= WIDTH
    words = shlex.split(line.replace("\\\n", ""))
    assert words[:7] == ["curl", "-s", "-X", "PUT", asked.url, "-H", "@a b"]
    assert page.json.loads(words[words.index("-d") + 1]) == body
