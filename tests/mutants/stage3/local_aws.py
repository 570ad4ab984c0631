"""Patches for the ideas on the code in front of the functions, which only tests of one part see."""

from ..patch import Patch

LOCAL, HOME = "shared/local", "stage3-serverless/chalicelib"
DOOR, GUARD = f"{LOCAL}/door.py", f"{LOCAL}/aws_guard.py"
STARTED, PROCESS = f"{LOCAL}/aws.py", f"{LOCAL}/aws_process.py"

PATCHES = {
    "streams-are-forgotten": [
        Patch(PROCESS, "        aws_state.keep_streams(ministack, dynamodb, lambda_svc)\n", "")
    ],
    "queues-keep-their-old-port": [
        Patch(STARTED, '    aws_state.move_queues(folder / "state", port)\n', "")
    ],
    "one-host-fails-for-all": [Patch(PROCESS, "    aws_hosts.spare_others(lambda_runtime)\n", "")],
    "any-host-is-the-doors": [
        Patch(DOOR, "headers.check_host(value, self._public_host)", "headers.request_id(value)")
    ],
    "the-door-passes-every-path": [
        Patch(DOOR, "if path.startswith(API):", 'if path.startswith("/"):')
    ],
    "a-link-leads-below-a-picture": [Patch(DOOR, "PICTURE.fullmatch(path)", "PICTURE.match(path)")],
    "links-write-pictures": [Patch(DOOR, "request.method in READS and bool", "bool")],
    "the-door-signs-for-clients": [Patch(DOOR, "            _check_for_aws(request)\n", "")],
    "browsers-come-past-the-guard": [
        Patch(GUARD, "if name.startswith(OF_BROWSERS):", 'if name == "x-from-a-browser":')
    ],
    "any-host-is-the-guards": [
        Patch(GUARD, 'if not self._host.fullmatch(headers.get("host", "")):', "if not headers:")
    ],
    "a-known-key-is-root": [Patch(GUARD, "or is_root_access_key(key) ", "")],
    "roots-signature-is-not-verified": [
        Patch(GUARD, "            self._check_signature(scope, headers, query, body)\n", "")
    ],
    "sixty-one-sign-ins-a-minute": [
        Patch(f"{HOME}/rates.py", "#requests < :most", "#requests <= :most")
    ],
    "a-header-says-who-the-client-is": [
        Patch(
            f"{HOME}/http.py",
            'return _request.get().context["identity"]["sourceIp"]',
            'own = _request.get().context["identity"]["sourceIp"]\n'
            '    return header("X-Forwarded-For") or own',
        )
    ],
    "sessions-are-refreshed-for-ever": [
        Patch(
            f"{HOME}/accounts/sessions.py",
            ' and token["session_id"] >= tokens.oldest_session()',
            "",
        )
    ],
    "a-replaced-secret-turns-it-on": [
        Patch(f"{HOME}/accounts/store.py", ' + (["mfa_secret"] if step else [])', "")
    ],
}
