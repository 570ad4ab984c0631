from ..patch import Patch

ROUTES = "stage1-monolith/shop/accounts/routes.py"
COOKIES = "stage1-monolith/shop/accounts/cookies.py"
RULE = "shared/shop_rules/cookies.py"

PATCHES = {
    "scripts-read-the-cookie": [Patch(RULE, "HttpOnly; ", "")],
    "every-site-sends-the-cookie": [Patch(RULE, "; SameSite=Strict", "")],
    "every-request-brings-the-cookie": [Patch(RULE, 'f"{url.path}{base}/tokens"', '"/"')],
    "shops-share-a-cookie": [Patch(RULE, "shop_{url.port or _PORTS[url.scheme]}", "shop")],
    "pages-of-others-use-the-cookie": [Patch(RULE, "if meant != MEANT:", "if False:")],
    "the-cookies-token-is-in-the-body": [
        Patch(COOKIES, 'tokens.pop("refresh_token")', 'tokens["refresh_token"]')
    ],
    "the-next-cookie-is-not-set": [
        Patch(
            ROUTES,
            """
    return cookies.answer(sign_ins.refresh(token), given.session)
""",
            """
    answer = cookies.answer(sign_ins.refresh(token), given.session)
    answer.headers.pop("Set-Cookie", None)
    return answer
""",
        )
    ],
    "the-cookie-outlives-the-session": [
        Patch(
            COOKIES, 'http.nothing(headers={"Set-Cookie": _cookie().deleted()})', "http.nothing()"
        )
    ],
    "signing-out-only-deletes-the-cookie": [
        Patch(
            ROUTES,
            "sign_ins.sign_out_of(cookies.refresh_token())",
            "cookies.refresh_token()",
        )
    ],
    "the-first-of-two-cookies-counts": [Patch(RULE, "if len(values) != 1 or", "if not values or")],
}
