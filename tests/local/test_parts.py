"""parts.toml and the user's environment make the parts of a run."""

from types import SimpleNamespace

import pytest

from local import included, parts, run
from local.part import copy
from local.refusal import Refusal

from .conftest import DUMMY


def read(**environ):
    found = parts.of(parts.read(DUMMY), "/data", {"key": "k"}, 8123, environ)
    return {part.name: part for part in found}


def test_the_door_has_the_port_asked_for_and_the_others_have_one_each():
    found = read(COLOUR="blue")
    assert found["web"].port == 8123
    assert len({part.port for part in found.values()}) == 3


def test_a_part_gets_what_those_it_needs_offer_and_what_its_own_lines_say():
    found = read()
    assert found["web"].env == {
        "STORE_URL": f"http://127.0.0.1:{found['store'].port}",
        "KEY": "k",
    }


def test_a_part_the_environment_replaces_is_not_started_and_not_waited_for():
    found = read(STORE_URL="http://elsewhere")
    assert list(found) == ["web"]
    assert found["web"].needs == [] and "STORE_URL" not in found["web"].env


def test_a_part_that_has_to_be_chosen_is_not_started_otherwise():
    assert "extra" not in read() and "extra" not in read(COLOUR="red")


def test_a_replacement_that_is_not_complete_is_refused():
    file = parts.read(DUMMY)
    file["parts"]["store"]["offers"]["STORE_KEY"] = "secret"
    with pytest.raises(Refusal, match="STORE_URL is given, so STORE_KEY must be given too"):
        parts.of(file, "/data", {"key": "k"}, 8123, {"STORE_URL": "http://elsewhere"})


def test_a_word_in_braces_that_nobody_knows_is_refused():
    file = parts.read(DUMMY)
    file["parts"]["web"]["env"]["KEY"] = "{secret.other}"
    with pytest.raises(Refusal, match="other"):
        parts.of(file, "/data", {"key": "k"}, 8123, {})


def test_a_part_that_mentions_no_port_has_none():
    found = read(KIND="several")
    assert found["worker"].port == 0 and found["shelf"].port


def test_a_copy_has_its_own_name_and_port_everywhere_and_what_its_original_was_offered():
    found = read(KIND="several")
    second = copy(found["shelf"], 2, [])
    assert (second.name, second.original, second.number) == ("shelf.2", "shelf", 2)
    assert second.port != found["shelf"].port and second.command[-1] == str(second.port)
    assert second.env == found["shelf"].env and second.after == ["store"]
    assert copy(found["worker"], 3, []).ready == "file:/data/workers/worker.3"


def test_what_comes_first_is_not_run_again_for_a_copy():
    assert copy(read()["web"], 2, []).before == []


def test_a_door_that_may_have_copies_is_refused():
    file = parts.read(DUMMY)
    file["parts"]["web"]["copies"] = True
    with pytest.raises(Refusal, match="web is the door"):
        parts.of(file, "/data", {"key": "k"}, 8123, {})


MIDDLE = """
[include]
"{dummy}" = ["store", "web"]
[stage]
door = "web"
settings = ["OWN"]
[secrets]
own = ""
[parts.web]
needs = []
env.NAME = "{{name}}"
offers.WEB = "here"
commands.once = ["x"]
"""


def in_the_middle(folder, text=MIDDLE):
    (folder / "parts.toml").write_text(text.format(dummy=DUMMY))
    return parts.read(folder)


def test_a_file_includes_parts_of_another_with_its_secrets_and_changes_lines_of_them(tmp_path):
    file, theirs = in_the_middle(tmp_path), parts.read(DUMMY)
    assert set(file["parts"]) == {"store", "web"} and set(file["secrets"]) == {"own", "key"}
    assert file["parts"]["store"] == theirs["parts"]["store"]
    web = file["parts"]["web"]
    assert web["command"] == theirs["parts"]["web"]["command"] and web["needs"] == []
    assert web["env"] == {"KEY": "{secret.key}", "NAME": "{name}"}
    assert set(web["commands"]) == {"repeat", "once"} and web["offers"] == {"WEB": "here"}
    made = parts.of(file, "/data", {"key": "k", "own": "o"}, 8123, {})
    assert {part.name: part.env.get("NAME") for part in made} == {"store": None, "web": "web"}


def test_the_modules_of_included_parts_are_found_where_those_come_from(tmp_path):
    assert included.code(tmp_path, in_the_middle(tmp_path)) == [DUMMY.resolve()]
    assert included.code(DUMMY, parts.read(DUMMY)) == [DUMMY]


def test_a_part_that_the_other_file_does_not_have_is_refused(tmp_path):
    with pytest.raises(Refusal, match="shop is to be included"):
        in_the_middle(tmp_path, MIDDLE.replace('"store", "web"', '"shop"'))


def test_where_two_parts_offer_the_same_clients_get_the_doors():
    door = SimpleNamespace(name="gateway", offers={"METRICS_URL": "of the gateway"})
    behind = SimpleNamespace(name="shop", offers={"METRICS_URL": "of the shop", "URL": "u"})
    for chosen in ([door, behind], [behind, door]):
        offers = run.offered(chosen, "gateway")
        assert offers == {"METRICS_URL": "of the gateway", "URL": "u"}
