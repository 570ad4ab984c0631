"""What a newcomer reads when the shop is open."""

from local.banner import banner
from local.part import Part

ABOUT = {"name": "stage 9", "door": "web", "try": ["make kill P=web   # a crash", "man make"]}


def part(name, port=0, ready=""):
    return Part(name=name, command=[], port=port, ready=ready)


def shown(parts, data=""):
    return banner("http://shop", ABOUT, {}, parts, 1.23, data).splitlines()


def test_it_maps_who_runs_where_two_in_a_line_and_last_those_who_listen_nowhere():
    parts = [part("web", 1, "/"), part("postgres", 2, "postgresql://"), part("beat")]
    parts += [part("catalog", 3, "/"), part("cart", 4, "/"), part("worker")]
    lines = shown(parts)
    at = next(number for number, line in enumerate(lines) if "postgres" in line)
    assert lines[at : at + 4] == [
        "  postgres  127.0.0.1:2             catalog   http://127.0.0.1:3",
        "  cart      http://127.0.0.1:4",
        "  beat, worker",
        "",
    ]


def test_it_ends_with_what_the_stage_says_one_may_try():
    lines = shown([part("web", 1, "/")])
    at = lines.index("  make ps")
    assert lines[at + 1 : at + 4] == ["  make kill P=web   # a crash", "  man make", ""]


def test_what_to_try_names_the_data_folder_that_was_named():
    lines = shown([part("web", 1, "/")], data="my data")
    assert "  make kill DATA='my data' P=web   # a crash" in lines
    assert "  man make" in lines
