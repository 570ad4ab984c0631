from ..patch import Patch

CONVENTIONS = "stage1-monolith/shop/conventions.py"
BODIES = "shared/shop_rules/bodies.py"
PROBLEMS = "shared/shop_rules/problems.py"

PACE = "shared/serving/pace.py"
SERVER = "shared/serving/server.py"
INSIDE = "shared/serving/inside.py"

PATCHES = {
    "unknown-fields-pass": [Patch(BODIES, 'extra="forbid"', 'extra="ignore"')],
    "text-passes-for-a-number": [Patch(BODIES, "strict=True", "strict=False")],
    "blanks-are-kept": [Patch(BODIES, "BeforeValidator(_trimmed)", "BeforeValidator(_storable)")],
    "kilobytes-are-short": [
        Patch(
            "shared/shop_rules/json_bodies.py", "MAX_BYTES = 256 * 1024", "MAX_BYTES = 256 * 1000"
        )
    ],
    "refusal-has-no-request-id": [
        Patch("shared/shop_rules/errors.py", '            "request_id": request_id,\n', "")
    ],
    "refusal-repeats-the-password": [
        Patch(
            BODIES,
            'detail = "The body does not have the form this operation takes."',
            'detail = f"The body does not have the form this operation takes: {error.errors()}"',
        )
    ],
    "crash-shows-the-insides": [
        Patch(
            "shared/shop_rules/cursors.py",
            "except (ValueError, TypeError, RecursionError):",
            "except RecursionError:",
        ),
        Patch(CONVENTIONS, "ShopError(BUG)", "ShopError(telemetry.story(error))"),
    ],
    "private-answers-are-cached": [
        Patch(
            CONVENTIONS,
            'setdefault("Cache-Control", "no-store")',
            'setdefault("Cache-Control", "private, max-age=60")',
        )
    ],
    "request-id-is-not-echoed": [
        Patch(
            "shared/shop_rules/headers.py",
            "return sent if sent and _REQUEST_ID.fullmatch(sent) else str(uuid.uuid4())",
            "return str(uuid.uuid4())",
        )
    ],
    "all-problems-are-listed": [Patch(PROBLEMS, "errors[:MOST_LISTED]", "errors")],
    "bodies-may-come-for-ever": [
        Patch(PACE, "QUIET_SECONDS = 10", "QUIET_SECONDS = 3600"),
        Patch(PACE, "GRACE_SECONDS = 10", "GRACE_SECONDS = 3600"),
    ],
    "anybody-reads-the-metrics": [
        Patch(INSIDE, "return bool(token) and hmac", "return True or hmac"),
    ],
    "refusals-wait-for-the-body": [Patch(SERVER, "if not await body.arrives_soon():", "if False:")],
    "long-names-are-repeated": [Patch(PROBLEMS, "_cut(str(name))", "str(name)")],
}
