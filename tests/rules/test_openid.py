"""What is sent to an OpenID provider, and what is believed of its metadata."""

from urllib.parse import parse_qs, urlsplit

import pytest

from shop_rules import openid

ISSUER = "https://id.example"
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": "https://keys.example/jwks",
    "more": "that nobody asked for",
}


def test_secrets_are_long_and_never_the_same():
    made = [openid.new_secrets() for _ in range(3)]
    values = [value for each in made for value in each.values()]
    assert len(set(values)) == 9
    assert min(map(len, values)) >= 43  # RFC 7636, 4.1: a verifier has 43 characters at least


def test_the_challenge_is_the_one_of_the_rfc():
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert openid.challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_url_has_a_challenge_and_never_the_verifier():
    made = openid.new_secrets()
    url = openid.authorization_url(f"{ISSUER}/a?tenant=1", "shop", "https://shop/in", made)
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert made["verifier"] not in url
    assert query["tenant"] == "1" and query["client_id"] == "shop"
    assert query["redirect_uri"] == "https://shop/in"
    assert (query["state"], query["nonce"]) == (made["state"], made["nonce"])
    assert query["code_challenge"] == openid.challenge(made["verifier"])
    assert query["code_challenge_method"] == "S256"


@pytest.mark.parametrize(
    ("settings", "urls"),
    [
        ({"IDENTITY_REDIRECT_URIS": "https://a/x https://b/y"}, ("https://a/x", "https://b/y")),
        ({"PUBLIC_URL": "https://shop.example/x/"}, ("https://shop.example/x/signed-in",)),
        (
            {"PUBLIC_PORT": "8001"},
            ("http://127.0.0.1:8001/signed-in", "http://localhost:8001/signed-in"),
        ),
        ({}, ()),
    ],
)
def test_people_are_sent_back_to_the_shops_own_page_unless_others_are_given(settings, urls):
    assert openid.redirect_uris(settings) == urls


def test_metadata_is_what_the_shop_needs_of_it():
    found = openid.metadata(DOCUMENT, ISSUER)
    assert set(found) == {"authorization_endpoint", "token_endpoint", "jwks_uri"}
    assert found["token_endpoint"] == f"{ISSUER}/token"


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://id.example.net"},
        {"issuer": f"{ISSUER}/"},
        {"token_endpoint": None},
        {"token_endpoint": "http://id.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": 1},
    ],
)
def test_metadata_of_another_or_of_unsafe_addresses_is_not_used(change):
    with pytest.raises(ValueError):
        openid.metadata(DOCUMENT | change, ISSUER)
    for other in (None, [], "text"):
        with pytest.raises(ValueError):
            openid.metadata(other, ISSUER)


def test_a_provider_on_this_machine_may_speak_http_with_itself_only():
    here = "http://127.0.0.1:8071"
    document = {name: str(value).replace(ISSUER, here) for name, value in DOCUMENT.items()}
    document["jwks_uri"] = f"{here}/jwks"
    assert openid.metadata(document, here)["jwks_uri"] == f"{here}/jwks"
    with pytest.raises(ValueError):
        openid.metadata(document | {"jwks_uri": "http://127.0.0.1:9/jwks"}, here)
