"""The acts during which a function fails: most are those of stage 1, some are only here."""

from tests.contract.lives import an_order_that_is, deliver
from tests.contract.readings import order_of
from tests.contract.steps import (
    LATER,
    PASSWORD,
    a_customer,
    a_product,
    accepted,
    eventually,
    sign_in,
)

from . import (  # noqa: F401
    acts_of_accounts,
    acts_of_carts,
    acts_of_clicks,
    acts_of_elsewhere,
    acts_of_goods,
    acts_of_orders,
    acts_of_sign_ins,
)
from .acts import ACTS as OF_ALL
from .acts import same
from .acts_of_carts import filling_a_cart
from .acts_of_goods import (
    adjusting_stock,
    importing_goods,
    sending_a_picture_and_not_asking_again,
)
from .acts_of_orders import buying
from .acts_of_sign_ins import signing_in
from .insist import insist_on

SHARED = """
    add_product adjust_stock archive_product begin_authorization begin_import begin_mfa cancel_order
    change_password change_product change_user close_account confirm_order count_clicks delivery
    finish_cancelling give_authorization_back identity.token lease_order link_identity
    make_staff place_order provider.cancel provider.confirm provider.create provider.read
    provider.refund put_off refresh reject_order remember_subject set_picture set_roles
    shipment sign_in sign_in_elsewhere sign_in_with_code sign_out sign_up sign_up_elsewhere
    store_reference take_authorization turn_mfa_off turn_mfa_on unlink_identity visitor_key
""".split()


def signing_in_after_a_slip(site, committed):
    customer = a_customer(site.shop)
    same(sign_in(site.shop, customer.email, "a slip of the hand").status_code, 401)
    yield "shop"
    insist_on(lambda: sign_in(site.shop, customer.email, PASSWORD), 201)
    yield


def signing_in_once_too_often(site, committed):
    """The fifty-first session ends the first. A retried sign-in ends one more."""
    customer = a_customer(site.shop)
    for _ in range(49):
        accepted(sign_in(site.shop, customer.email, PASSWORD), 201)
    accepted(customer.get(customer.path))
    yield "shop"
    insist_on(lambda: sign_in(site.shop, customer.email, PASSWORD), 201)
    yield
    same(customer.get(customer.path).status_code, 401)


def leaving_with_all_there_is_to_forget(site, committed):
    """Delete an account with a cart, notifications, and a final order's address."""
    customer, product = a_customer(site.shop), a_product(site.staff)
    order = an_order_that_is("shipped", site.staff, customer, product)
    accepted(deliver(site.staff, order))
    accepted(customer.put(f"{customer.path}/cart/items/{product['id']}", {"quantity": 1}))
    yield "shop"
    insist_on(lambda: customer.delete(customer.path), 204)
    yield

    def check():
        same(order_of(site.staff, order)["shipping_address"], None)

    eventually(check, LATER)


def waiting_for_the_sweep(site, committed):
    """The sweep runs by itself, once a minute: there is no request, and nothing to check."""
    yield "shop"
    yield


_OWN = {
    "add_chunk": importing_goods,
    "apply_row": importing_goods,
    "begin_payment": buying,
    "begin_window": signing_in,
    "count_attempt": signing_in_after_a_slip,
    "count_sign_in": signing_in,
    "change_cart": filling_a_cart,
    "database.write": buying,
    "end_session": signing_in_once_too_often,
    "file_divided": importing_goods,
    "import_products": importing_goods,
    "imports_queue": importing_goods,
    "forget_address": leaving_with_all_there_is_to_forget,
    "forget_cart": leaving_with_all_there_is_to_forget,
    "forget_notification": leaving_with_all_there_is_to_forget,
    "forget_person": leaving_with_all_there_is_to_forget,
    "person_forgotten": leaving_with_all_there_is_to_forget,
    "make_thumbnail": sending_a_picture_and_not_asking_again,
    "note_stock": adjusting_stock,
    "relay_orders": buying,
    "reserve": buying,
    "settle_order": buying,
    "settle_queue": buying,
    "sweep": waiting_for_the_sweep,
}
_SANDBOX = {name: act for name, act in OF_ALL.items() if name.startswith("sandbox.")}
ACTS = {name: OF_ALL[name] for name in SHARED} | _OWN | _SANDBOX
