"""The PostgreSQL of a fresh machine."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager

import psutil
import psycopg
import pytest

from local import ports, postgres, postgres_files, server
from tests.drivers import stage

NOBODY = 65534


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("postgres")


def ask(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(statement)
        return found.fetchone()[0] if found.description else None


def test_its_log_keeps_no_row_that_was_refused(folder):
    """In full, a refusal ends in "Key (email)=(ada@example.org) already exists"."""
    with postgres.running(folder) as url:
        assert ask(url, "SHOW log_error_verbosity") == "terse"


def test_what_is_committed_is_there_after_a_kill_and_after_a_stop(folder):
    with postgres.running(folder) as url:
        ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        _kill_minus_nine(folder)
        with postgres.running(folder) as again:
            assert ask(again, "SELECT answer FROM kept") == 42
    with postgres.running(folder) as url:
        assert ask(url, "SELECT answer FROM kept") == 42


def test_a_new_database_is_empty_and_goes_with_its_connections(folder):
    with postgres.running(folder) as url:
        with postgres.database(url) as fresh:
            assert ask(fresh, "SELECT count(*) FROM pg_tables WHERE tableowner = 'shop'") == 0
            left_open = psycopg.connect(fresh)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(fresh).close()
        left_open.close()


def test_it_lets_in_its_user_with_the_password_and_nobody_else(folder):
    with postgres.running(folder) as url:
        password = url.split(":")[2].split("@")[0]
        for wrong in (url.replace(password, "guessed"), url.replace("//shop:", "//postgres:")):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(wrong).close()
        assert ask(url, "SELECT usesuper FROM pg_user WHERE usename = current_user") is False
        assert ask(url, "SHOW listen_addresses") == "127.0.0.1"
    assert stat.S_IMODE((folder / "password").stat().st_mode) == 0o600


def test_of_several_databases_each_lets_in_its_own_user_alone(tmp_path):
    passwords = {"POSTGRES_PASSWORD_ONE": "it's one", "POSTGRES_PASSWORD_OTHER": "two"}
    with started(tmp_path / "postgres", POSTGRES_DATABASES="one other", **passwords) as port:
        one = {"host": "127.0.0.1", "port": port, "user": "one", "password": "it's one"}
        with psycopg.connect(**one, dbname="one") as connection:
            connection.execute("CREATE TABLE mine AS SELECT 1")
            assert connection.execute("SHOW max_connections").fetchone() == ("200",)
        for name in ("other", "postgres", "template1"):
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(**one, dbname=name).close()
        with pytest.raises(psycopg.OperationalError, match="authentication failed"):
            psycopg.connect(**one | {"user": "other"}, dbname="other").close()


@contextmanager
def started(folder, **environ):
    """The port of one that runs as a part does; the user "other" is asked whether it is up."""
    port = ports.free()
    words = [sys.executable, "-m", "local.postgres", str(folder), str(port)]
    environ = os.environ | {"PYTHONPATH": str(stage.ROOT / "shared")} | environ
    with server.running(words, f"postgresql://other:two@127.0.0.1:{port}/other", env=environ):
        yield port


@pytest.mark.parametrize("names", ["one", "One", "one two", 'one";'])
def test_databases_without_a_plain_name_or_a_password_are_refused_in_one_line(tmp_path, names):
    environ = {"POSTGRES_DATABASES": names, "POSTGRES_PASSWORD_TWO": "x"}
    done = subprocess.run(
        [sys.executable, "-m", "local.postgres", str(tmp_path / "postgres"), "0"],
        env=os.environ | {"PYTHONPATH": str(stage.ROOT / "shared")} | environ,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_number_in_its_pid_file_that_is_somebody_elses_by_now_does_not_stop_it(folder):
    with postgres.running(folder):
        pass
    mine = folder / "postgres" / "postmaster.pid"
    mine.write_text(f"{os.getppid()}\n{folder / 'postgres'}\n1000000000\n1\n\n127.0.0.1\n")
    with postgres.running(folder) as url:
        assert ask(url, "SELECT 1") == 1


def test_what_is_broken_off_while_it_is_made_is_made_anew(tmp_path):
    (tmp_path / "postgres.making").mkdir()
    (tmp_path / "postgres.making" / "PG_VERSION").write_text("18")
    with postgres.running(tmp_path) as url:
        assert ask(url, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_root_starts_it_as_somebody_else_and_gets_one_line_where_that_is_impossible(monkeypatch):
    assert postgres_files._as_nobody()[0] == "unshare"
    monkeypatch.setattr(postgres_files, "AS_NOBODY", ["false"])
    with pytest.raises(postgres_files.Refusal, match="DATABASE_URL=") as refused:
        postgres_files._as_nobody()
    assert "\n" not in str(refused.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="the tests above already run as an ordinary user")
def test_an_ordinary_user_starts_it_as_himself():
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, NOBODY, NOBODY)
        words = [sys.executable, "-c", AS_HIMSELF, folder]
        environ = {"PYTHONPATH": str(stage.ROOT / "shared"), "PATH": os.environ["PATH"]}
        how = {"user": NOBODY, "group": NOBODY, "extra_groups": [], "cwd": "/", "env": environ}
        if not _can_run([sys.executable, "-c", "import local, psycopg"], how):
            pytest.skip("an ordinary user may not read this project's files")
        done = subprocess.run(words, capture_output=True, text=True, **how)
    assert done.stdout == f"{NOBODY}\n", done.stderr


AS_HIMSELF = """
import os, sys
from local import postgres
with postgres.running(sys.argv[1]) as url:
    print(os.stat(sys.argv[1] + "/postgres/postmaster.pid").st_uid)
"""


def _can_run(words, how):
    try:
        return subprocess.run(words, capture_output=True, **how).returncode == 0
    except PermissionError:
        return False


def _kill_minus_nine(folder):
    pid = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    children = psutil.Process(pid).children()
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs(children, timeout=20)  # they notice by themselves
