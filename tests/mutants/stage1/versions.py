from ..patch import Patch

VERSIONS = "shared/shop_rules/versions.py"
VERSION2 = "shared/shop_rules/version2.py"
BODIES = "shared/shop_rules/version2_bodies.py"

PATCHES = {
    "a-contradiction-is-ignored": [
        Patch(
            VERSIONS,
            """
    if len(named) > 1:
        raise Malformed("The request names two versions.")
""",
            "\n",
        )
    ],
    "no-version-is-the-first": [
        Patch(
            VERSIONS,
            'raise Malformed(f"Name a version: {V2} in the URL, {HEADER}: 2, or ?{PARAMETER}=2.")',
            'named.add("1")',
        )
    ],
    "tags-are-of-any-version": [
        Patch(VERSIONS, """ if is_ours else f'"v1-{tag[1]}"'""", ""),
    ],
    "caches-mix-versions": [
        Patch(VERSIONS, 'yield "Vary", HEADER', "pass"),
    ],
    "cents-are-money": [
        Patch(
            BODIES,
            """
    if not isinstance(money, dict):
""",
            """
    if isinstance(money, int):
        return
    if not isinstance(money, dict):
""",
        )
    ],
    "lines-stay-in-the-order": [
        Patch(VERSION2, "del value[name]", "continue"),
    ],
}
