"""Decoders of the shops: a child process that may take so much, and gets nothing but an image."""

import os
import signal
import subprocess
import sys
import threading

import pytest

import chalicelib.decoder
import shop.decoder
from shop import decoder
from shop_rules.errors import Invalid, Unavailable
from tests.contract import pictures

import chassis.decoder

DECODERS = {"1": shop.decoder, "2": chassis.decoder, "3": chalicelib.decoder}
ALL = pytest.mark.parametrize("each", DECODERS.values(), ids=DECODERS)
PNG = pictures.picture("PNG", 400, 200)
LIMITS = shop.decoder.CHILD.partition("sys.path")[0]
APP = {"1": "shop.app", "2": "catalog.app, catalog.worker", "3": "chalicelib.catalog.routes"}


@pytest.fixture
def instead(monkeypatch):
    """The child does this instead of decoding, within the same limits."""

    def do(code):
        monkeypatch.setattr(decoder, "CHILD", LIMITS + code)
        return decoder.thumbnail(PNG)

    return do


@ALL
def test_a_picture_becomes_a_thumbnail(each):
    made = each.thumbnail(PNG)
    assert made[:4] == b"RIFF" and made[8:12] == b"WEBP"


@ALL
def test_damaged_pixels_are_refused(each):
    with pytest.raises(Invalid, match="damaged"):
        each.thumbnail(pictures.png_claiming(40, 20))


def test_the_decoders_of_the_stages_are_the_same():
    with open(shop.decoder.__file__, encoding="utf-8") as file:
        text = file.read()
    for other in DECODERS.values():
        with open(other.__file__, encoding="utf-8") as file:
            assert file.read() == text


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit a process's memory")
def test_a_child_gets_no_more_memory(instead):
    with pytest.raises(Invalid):
        decoder.thumbnail(pictures.of_one_row())
    most = decoder.MEMORY_BYTES
    assert most == 512 * 1024 * 1024
    assert instead(f"x = bytes({most - 100_000_000})") == b""


def test_a_child_gets_no_more_time(instead, monkeypatch):
    assert decoder.CPU_SECONDS == 5
    monkeypatch.setattr(decoder, "CPU_SECONDS", 1)
    with pytest.raises(Invalid, match="time"):
        instead("while True: pass")


def test_a_shell_that_allows_less_is_no_obstacle():
    """ulimit -t 4, and an image is decoded all the same."""
    code = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (4, 4))"
    code += f"; from shop import decoder; print(decoder.thumbnail({PNG!r})[:4])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "b'RIFF'\n"


def test_a_child_that_is_never_done_is_given_up(instead, monkeypatch):
    monkeypatch.setattr(decoder, "PATIENCE_SECONDS", 1)
    with pytest.raises(Unavailable):
        instead("import time; time.sleep(600)")


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL, signal.SIGBUS])
def test_a_picture_that_crashes_its_decoder_is_refused(instead, number):
    with pytest.raises(Invalid):
        instead(f"os.kill(os.getpid(), {int(number)})")


@pytest.mark.parametrize(
    "code", ["import no_such_library", f"os.kill(os.getpid(), {int(signal.SIGTERM)})"]
)
def test_a_child_that_fails_by_itself_says_nothing_about_the_picture(instead, code):
    with pytest.raises(Unavailable):
        instead(code)


def test_a_child_inherits_no_secret_and_no_open_file(instead, monkeypatch):
    monkeypatch.setenv("PAYMENT_KEY", "sk_live_secret")
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    try:
        code = (
            f"print(os.environ, [os.path.exists('/dev/fd/%d' % n) for n in ({reading}, {writing})])"
        )
        told = instead(code).decode()
    finally:
        os.close(reading)
        os.close(writing)
    assert "secret" not in told and "PAYMENT_KEY" not in told
    assert told.endswith("[False, False]\n")


def test_two_children_run_at_once_and_a_third_waits_in_vain(monkeypatch):
    begun, over = threading.Semaphore(0), threading.Event()

    def hang(*words, **more):
        begun.release()
        over.wait(60)
        return subprocess.CompletedProcess(words, 0, b"made", b"")

    monkeypatch.setattr(decoder, "_run", hang)
    monkeypatch.setattr(decoder, "WAIT_SECONDS", 0.1)
    others = [threading.Thread(target=decoder.thumbnail, args=(PNG,)) for _ in range(2)]
    try:
        for other in others:
            other.start()
            assert begun.acquire(timeout=60)
        with pytest.raises(Unavailable):
            decoder.thumbnail(PNG)
    finally:
        over.set()
        for other in others:
            other.join()
    assert decoder.thumbnail(PNG) == b"made"


@pytest.mark.parametrize("stage", APP)
def test_no_process_that_answers_or_works_loads_a_decoder(stage):
    code = f"import sys, {APP[stage]}; print('PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
