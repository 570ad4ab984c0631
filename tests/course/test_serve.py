"""`make docs`"""

import socket

import pytest

from local.refusal import Refusal
from machinery import serve


def test_the_course_is_served_to_this_machine_only():
    words = serve.words_for(_free())
    assert words[words.index("--dev-addr") + 1].startswith("127.0.0.1:")


def test_a_busy_port_is_told_with_another_to_take():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal) as refused:
            serve.main({"PORT": str(port)})
    said = str(refused.value)
    assert f"Port {port} is in use" in said and f"make docs PORT={port + 10}" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("port", ["shop", "0", "65536", "-1", "٣"])
def test_what_is_no_port_is_refused(port):
    with pytest.raises(Refusal, match="is no port"):
        serve.main({"PORT": port})


def _free():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
