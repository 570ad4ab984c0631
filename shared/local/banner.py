"""What a newcomer reads when the shop is open."""

import json
import re
import shlex

COLUMNS = 2  # of the map


def banner(address, about, sign_ins, parts, seconds, data=""):
    """about: [stage] of parts.toml; sign_ins: {role: {email, password}}; data: DATA, if given."""
    lines = ["", f"The shop is open: {address}   ({about['name']}, up after {seconds:.1f} s)", ""]
    lines += [f"  {role:<10}{who['email']}  {who['password']}" for role, who in sign_ins.items()]
    lines += ["", *_map([part for part in parts if part.name != about["door"]])]
    lines += ["", "In another terminal:"]
    lines += [f"  {line}" for line in _to_try(address, about, sign_ins, data)]
    return "\n".join([*lines, "", "Ctrl-C stops everything it started; the data stays.", ""])


def _map(parts):
    """Who runs where; last those who listen nowhere."""
    width = max((len(part.name) for part in parts), default=0) + 2
    cells = [f"{part.name:<{width}}{_address(part):<24}" for part in parts if part.port]
    for at in range(0, len(cells), COLUMNS):
        yield f"  {''.join(cells[at : at + COLUMNS])}".rstrip()
    silent = [part.name for part in parts if not part.port]
    if silent:
        yield f"  {', '.join(silent)}"


def _address(part):
    scheme = "http://" if part.ready.startswith("/") else ""
    return f"{scheme}127.0.0.1:{part.port}"


def _to_try(address, about, sign_ins, data):
    yield f"curl '{address}/products?limit=3'"
    if "customer" in sign_ins:
        body = shlex.quote(json.dumps(sign_ins["customer"]))
        yield f"curl {address}/tokens -H 'Content-Type: application/json' -d {body}"
    yield f"curl -i {address}/ready"
    which = f" DATA={shlex.quote(data)}" if data else ""
    for line in ["make ps", *about.get("try", [])]:
        yield re.sub("^make [a-z]+", lambda found: found[0] + which, line)
