"""A request that is sent: its span says what came back, and what did not."""

import socket
import threading
from contextlib import contextmanager

import pytest
import requests

from spans import outgoing, recording
from spans.span import CLIENT, SERVER

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
PATIENCE = 0.3  # seconds
LOST = {  # what the other end sends before it closes, and the error that the client's span has
    "the head of an answer, then nothing": (HEAD, "ChunkedEncodingError", 200),
    "nothing at all": (b"", "ProtocolError", None),
}


@pytest.fixture(autouse=True)
def hooked(monkeypatch):
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", requests.adapters.HTTPAdapter.send)
    outgoing.install({}, "sandbox")


@contextmanager
def answering(content, hold=False):
    """The URL of a server that reads one request, sends that, and closes; or keeps quiet first."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            line, _ = server.accept()
            with line:
                line.recv(65536)
                line.sendall(content)
                if hold:
                    done.wait(30)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1/confirm"
        done.set()
        thread.join()


def sent(url, ended, **more):
    """The span of one request, sent as the shops send theirs."""
    with requests.Session() as session, recording.span("work", SERVER):
        session.trust_env = False
        try:
            session.post(url, timeout=(3, PATIENCE), **more)
        except requests.RequestException:
            pass
    (made,) = [span for span in ended if span.kind == CLIENT]
    return made


@pytest.mark.parametrize("case", LOST)
def test_an_answer_that_is_lost_is_an_error_of_the_span(case, ended):
    content, error, status = LOST[case]
    with answering(content) as url:
        made = sent(url, ended)
    assert made.error == made.attributes["error.type"] == error
    assert made.attributes.get("http.response.status_code") == status


def test_an_answer_that_does_not_come_in_time_is_one_too(ended):
    with answering(b"", hold=True) as url:
        assert sent(url, ended).error == "ReadTimeout"


def test_so_is_a_body_that_does_not_come_in_time(ended):
    with answering(HEAD, hold=True) as url:
        assert sent(url, ended).error == "ReadTimeoutError"


def test_a_part_that_is_not_there_is_told_from_a_line_that_broke(ended):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nothing listens
        made = sent(f"http://127.0.0.1:{taken.getsockname()[1]}/", ended)
    assert made.error == "NewConnectionError"


def test_an_answer_that_came_whole_is_none(ended):
    with answering(HEAD + b"{}") as url:
        made = sent(url, ended)
    assert made.error == "" and made.attributes["http.response.status_code"] == 200


def test_a_body_that_the_caller_reads_itself_is_left_to_it(ended):
    with answering(HEAD) as url:
        assert sent(url, ended, stream=True).error == ""
