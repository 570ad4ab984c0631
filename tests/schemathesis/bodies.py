"""What a valid request still needs in order to succeed: one function for each operation that does.

case: the request, changed in place. actor: who sends it, about their own things. shop: the World.
"""

from itertools import cycle
from urllib.parse import urlsplit

from tests.contract.browser import sent
from tests.contract.identity import IdentityProvider
from tests.contract.steps import accepted, unique

METHODS = cycle(
    ["pm_card_visa", "pm_card_visa", "pm_card_visa_chargeDeclined", "pm_card_visa", "pm_unknown"]
)


def create_user(case, actor, world):
    case.body["email"] = f"{unique('ada')}@example.org"


def update_user(case, actor, world):
    create_user(case, actor, world)


def change_password(case, actor, world):
    case.body["current"] = actor.password


def confirm_mfa(case, actor, world):
    if not actor.mfa_is_on:
        actor.begin_mfa()
        case.body["otp"] = actor.code()


def remove_mfa(case, actor, world):
    if not actor.mfa_is_on:
        actor.switch_mfa_on()
    case.body["otp"] = actor.code()


def set_roles(case, actor, world):
    """Of themselves, who stay an admin: there may be no other member of staff."""
    case.path_parameters["user_id"] = actor.id
    case.body["roles"] = sorted({*case.body["roles"], "admin"})


def create_tokens(case, actor, world):
    kept = {name: case.body[name] for name in ("otp", "session") if name in case.body}
    case.body = kept | {"email": actor.email, "password": actor.password}
    if actor.mfa_is_on:
        case.body["otp"] = actor.code()


def create_authorization(case, actor, world):
    case.body["redirect_uri"] = IdentityProvider("", actor.shop).redirect_uri


def link_identity(case, actor, world):
    case.body |= _answer_of_someone(actor).body


def unlink_identity(case, actor, world):
    """One that is there, since an account has only so many."""
    path = f"{actor.path}/identities"
    linked = accepted(actor.get(path))
    if not linked:
        linked = [accepted(actor.post(path, _answer_of_someone(actor).body), 201)]
    case.path_parameters["identity_id"] = linked[0]["id"]


def refresh_tokens(case, actor, world):
    token = world.people.refresh_token()
    if "session" in case.body:
        case.headers.update(sent(actor.shop, token))
    else:
        case.body["refresh_token"] = token


def place_order(case, actor, world):
    world.things.fill_cart(actor)
    case.body["payment_method"] = next(METHODS)


def remove_cart_item(case, actor, world):
    case.path_parameters["product_id"] = world.things.fill_cart(actor)


def _answer_of_someone(actor):
    """What the provider sends back for a person of its own. It is where the shop sends people."""
    url = urlsplit(IdentityProvider("", actor.shop).begin()["authorization_url"])
    provider = IdentityProvider(f"{url.scheme}://{url.netloc}", actor.shop)
    return provider.answer(provider.someone())
