#!/bin/sh
# Makes .venv and installs what the lock files say. Called by the Makefile, in the project's folder.
#   environment.sh venv      a fresh .venv, with the PYTHON given or the first one found
#   environment.sh install stage1   what shared/requirements/stage1.txt names (or another of the
#                            files there)
#   environment.sh lock      new lock files, with the newest versions (LOCK=--upgrade) or the same
set -eu

# Settings of this machine that would install elsewhere or other things. Its proxies, mirrors and
# certificates stay in force.
unset PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIREMENT PIP_CONSTRAINT PIP_NO_DEPS
unset PIP_REQUIRE_VIRTUALENV PIP_PYTHON PIP_DRY_RUN PIP_ONLY_BINARY PIP_NO_BINARY
unset UV_PYTHON UV_TARGET UV_PREFIX UV_SYSTEM_PYTHON UV_PROJECT_ENVIRONMENT UV_CONSTRAINT
unset UV_OVERRIDE UV_EXCLUDE UV_EXCLUDE_NEWER UV_NO_BINARY UV_ONLY_BINARY UV_NO_BUILD UV_FROZEN
unset UV_REQUIRE_HASHES UV_RESOLUTION UV_PRERELEASE UV_PYTHON_PREFERENCE UV_WORKING_DIR
unset VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_CONFIG=1

ENOUGH='import sys; sys.exit(sys.version_info < (3, 11))'
LOCKED="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --system-certs"

stop() {
    echo "$1" >&2
    exit 1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        "$PYTHON" -c "$ENOUGH" 2>/dev/null ||
            stop "PYTHON=$PYTHON is no Python 3.11 or newer. Leave it out, or name another."
        return
    fi
    # Each of them does: docs/dependencies.md says what was run with which.
    for PYTHON in python3.12 python3.11 python3.13 python3.14 python3; do
        if "$PYTHON" -c "$ENOUGH" 2>/dev/null; then return; fi
    done
    stop "No Python 3.11 or newer found. Install one (python.org), or name it: make PYTHON=/path/to/python3.12 …"
}

make_venv() {
    find_python
    "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null ||
        stop "$PYTHON comes without its venv module. On Debian and Ubuntu: sudo apt install $("$PYTHON" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
    echo "Making .venv with $("$PYTHON" -c 'import sys; print(sys.executable, sys.version.split()[0])')"
    rm -rf .venv
    "$PYTHON" -m venv .venv
}

# What was installed for another need stays. Only the tests run on just what they name.
install() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv # it was broken off
    echo "Installing what $(said_of "$1") (only the first time)"
    locked=shared/requirements/$1.txt
    .venv/bin/python -m pip install --quiet --require-hashes -r shared/local/uv.txt
    # pip knows some mirrors that uv doesn't (pip.conf), so it is asked when uv fails.
    # "sync" removes all the rest, so what was installed for a variant is to be installed anew.
    case "$1" in tests) rm -f .venv/for-* && by_uv sync "$locked" ;; *) by_uv install -r "$locked" ;; esac || {
        echo "uv could not download them; trying pip"
        .venv/bin/python -m pip install --quiet --require-hashes -r "$locked"
    }
    for need in $(contained "$1") "$1"; do touch ".venv/for-$need"; done
}

by_uv() {
    .venv/bin/uv pip "$@" --quiet --python .venv/bin/python --system-certs --require-hashes
}

said_of() {
    case "$1" in
    commands) echo "this command needs" ;;
    stage?) echo "stage ${1#stage} needs" ;;
    postgres) echo "PostgreSQL needs" ;;
    mesh | edge | grpc) echo "this variant needs" ;;
    *) echo "the $1 need" ;;
    esac
}

contained() { # the needs that shared/requirements/$1.in has among its own
    case "$1" in
    commands | postgres | mesh | edge | grpc) ;;
    stage2) echo commands postgres ;;
    tests) echo commands postgres stage1 stage2 stage3 docs ;;
    *) echo commands ;;
    esac
}

lock() { # FILE.in FILE.txt OPTION …
    file=$1 made=$2
    shift 2
    "$uv" pip compile --quiet $LOCKED ${LOCK:-} "$file" -o "$made" $CONSTRAINED "$@"
}

# All that may stand in one .venv have the same version of everything: each keeps to those before.
lock_all() {
    uv=.venv/bin/uv CONSTRAINED=
    for need in commands postgres stage1 stage2 stage3 docs tests browser mesh edge grpc; do
        lock "shared/requirements/$need.in" "shared/requirements/$need.txt"
        CONSTRAINED="$CONSTRAINED -c shared/requirements/$need.txt"
    done
    lock stage3-serverless/requirements.in shared/requirements/artefact.txt
    for file in stage2-services/*/requirements.in; do
        service=${file#*/}
        lock "$file" "shared/requirements/${service%/*}.txt"
    done
    cd shared/local
    uv=../../.venv/bin/uv CONSTRAINED=
    lock uv.in uv.txt
}

case "$1" in
venv) make_venv ;;
install) install "$2" ;;
lock)
    export UV_CUSTOM_COMPILE_COMMAND="make lock"
    lock_all
    ;;
esac
