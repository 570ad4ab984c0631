import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_rules import bodies
from shop_rules.errors import Invalid
from shop_rules.refresh_bodies import Refresh, RefreshByCookie
from shop_rules.role_bodies import NewRoles

ADDRESS = {"name": "Ada Lovelace", "line1": "12 St James's Square", "city": "London"}
ADDRESS |= {"postal_code": "SW1Y 4JH", "country": "GB"}
GOOD = {
    bodies.NewUser: {"email": "ada@example.com", "name": "Ada", "password": "7391846205"},
    bodies.ChangedUser: {"email": "ada@example.com", "name": "Ada"},
    bodies.ChangedPassword: {"new": "5028461937"},
    bodies.SignIn: {"email": "ada@example.com", "password": "7391846205"},
    Refresh: {"refresh_token": "x"},
    RefreshByCookie: {"session": "cookie"},
    bodies.OneTimeCode: {"otp": "123456"},
    NewRoles: {"roles": ["support"]},
    bodies.Product: {"name": "Tea", "category": "drinks", "price": 1},
    bodies.StockAdjustment: {"delta": 1, "reason": "Delivery"},
    bodies.CartItem: {"quantity": 1},
    bodies.Address: ADDRESS,
    bodies.NewOrder: {"payment_method": "pm_card_visa", "shipping_address": ADDRESS},
    bodies.Shipment: {"carrier": "Royal Mail", "tracking": "X1"},
}
OPTIONAL = {
    (bodies.ChangedPassword, "current"): "7391846205",
    (bodies.SignIn, "otp"): "123456",
    (bodies.SignIn, "session"): "cookie",
    (bodies.Product, "description"): "",
    (bodies.Product, "currency"): "EUR",
    (bodies.Address, "line2"): "Flat 3",
}
FIELDS = [(shape, field) for shape, body in GOOD.items() for field in body]
NO_TEXTS = [1, 1.5, True, [], {}, ["x"], {"x": "y"}]
NO_NUMBERS = [None, "1", 1.0, 1.5, True, False, [], {}, 1e400, float("nan")]

# (shape, field, shortest, longest) of what is trimmed before it is measured
TEXTS = [
    (bodies.NewUser, "name", 1, 200),
    (bodies.ChangedUser, "name", 1, 200),
    (bodies.Product, "name", 1, 200),
    (bodies.Product, "category", 1, 100),
    (bodies.Product, "description", 0, 5000),
    (bodies.StockAdjustment, "reason", 1, 200),
    (bodies.Address, "name", 1, 200),
    (bodies.Address, "line1", 1, 200),
    (bodies.Address, "line2", 1, 200),
    (bodies.Address, "city", 1, 100),
    (bodies.Address, "postal_code", 1, 20),
    (bodies.Shipment, "carrier", 1, 100),
    (bodies.Shipment, "tracking", 1, 100),
]
# … and of what is taken as it is
SECRETS = [
    (bodies.NewUser, "password", 10, 128),
    (bodies.SignIn, "password", 1, 128),
    (bodies.ChangedPassword, "current", 1, 128),
    (bodies.ChangedPassword, "new", 10, 128),
    (Refresh, "refresh_token", 1, 500),
]
NUMBERS = [
    (bodies.Product, "price", 1, 10_000_000),
    (bodies.CartItem, "quantity", 1, 99),
    (bodies.StockAdjustment, "delta", -1_000_000, 1_000_000),
]


def read(shape, **changed):
    return bodies.checked(shape, {**GOOD[shape], **changed})


def refused(shape, pointer=None, content=None, **changed):
    with pytest.raises(Invalid) as caught:
        bodies.checked(shape, content or {**GOOD[shape], **changed})
    pointers = [fault["pointer"] for fault in caught.value.more["errors"]]
    assert all(fault["detail"] for fault in caught.value.more["errors"])
    assert pointer is None or pointers == [pointer]
    return pointers


@pytest.mark.parametrize("shape", GOOD)
def test_a_good_body_is_read(shape):
    assert bodies.checked(shape, GOOD[shape])


def test_every_body_is_tried_here():
    elsewhere = ("identity_bodies", "click_bodies")  # in test files of their own
    shapes = bodies.Body.__subclasses__()
    assert set(GOOD) == {each for each in shapes if not each.__module__.endswith(elsewhere)}


@pytest.mark.parametrize(("shape", "field"), FIELDS)
def test_a_missing_field_is_named(shape, field):
    rest = {name: value for name, value in GOOD[shape].items() if name != field}
    if rest:
        refused(shape, f"/{field}", rest)
    else:
        with pytest.raises(Invalid, match="form"):
            bodies.checked(shape, {})


@pytest.mark.parametrize(("shape", "field"), OPTIONAL)
def test_an_optional_field_may_be_given(shape, field):
    value = OPTIONAL[shape, field]
    assert getattr(read(shape, **{field: value}), field) == value


def test_what_is_not_given_has_its_default():
    product = read(bodies.Product)
    assert (product.description, product.currency) == ("", "EUR")
    assert read(bodies.Address).line2 is None
    assert read(bodies.Address, line2=None).line2 is None
    assert read(bodies.SignIn, otp=None).otp is None
    assert read(bodies.ChangedPassword).current is None
    assert read(bodies.ChangedPassword, current=None).current is None


@pytest.mark.parametrize("shape", GOOD)
def test_a_field_more_is_refused(shape):
    for field in ("role", "id", "mfa_enabled", "user_id", "sold", "is_staff", ""):
        refused(shape, f"/{field}", **{field: "staff"})


def test_a_field_more_is_refused_at_any_depth():
    address = {**ADDRESS, "x": 1}
    refused(bodies.NewOrder, "/shipping_address/x", shipping_address=address)


@pytest.mark.parametrize(
    ("field", "pointer"),
    [("a/b", "/a~1b"), ("a~b", "/a~0b"), ("~1", "/~01"), ("ä", "/ä"), ("0", "/0")],
)
def test_a_pointer_is_escaped_as_rfc_6901_says(field, pointer):
    refused(bodies.CartItem, pointer, **{field: 1})


@pytest.mark.parametrize("shape", GOOD)
def test_a_field_named_with_half_a_surrogate_pair_is_refused(shape):
    refused(shape, **{"\ud800": 1})


@pytest.mark.parametrize("content", [None, [], [1], "x", 1, 1.5, True, [{}]])
def test_what_is_no_object_is_refused_as_a_whole(content):
    for shape in GOOD:
        with pytest.raises(Invalid) as caught:
            bodies.checked(shape, content)
        assert [fault["pointer"] for fault in caught.value.more["errors"]] == [""]


def test_each_fault_is_told():
    wrong = {"email": "x", "name": "", "password": "short", "role": "staff"}
    assert refused(bodies.NewUser, content=wrong) == ["/email", "/name", "/password", "/role"]


@pytest.mark.parametrize(("shape", "field", "shortest", "longest"), TEXTS + SECRETS)
def test_a_text_is_measured_in_characters_and_to_its_bounds(shape, field, shortest, longest):
    for character in ("x", "ß", "茶", "🫖"):
        for length in {shortest, longest}:
            text = "-" * (length > 1) + character * (length - (length > 1))  # not one repeated
            assert getattr(read(shape, **{field: text}), field) == text
        refused(shape, f"/{field}", **{field: character * (longest + 1)})
        if shortest:
            refused(shape, f"/{field}", **{field: character * (shortest - 1)})


@pytest.mark.parametrize(("shape", "field", "shortest", "longest"), TEXTS)
def test_a_text_is_trimmed_before_it_is_measured(shape, field, shortest, longest):
    blanks = " \t\r\n\u3000\xa0"
    assert getattr(read(shape, **{field: f"{blanks}x y{blanks}"}), field) == "x y"
    assert read(shape, **{field: blanks + "x" * longest + blanks})
    if shortest:
        refused(shape, f"/{field}", **{field: blanks})


@pytest.mark.parametrize(
    ("shape", "field"), [(bodies.NewUser, "password"), (bodies.ChangedPassword, "new")]
)
def test_a_new_password_that_others_guess_first_is_refused(shape, field):
    for password in ("password123", "PassWord123", "1234567890", "x" * 10, "xX" * 64):
        refused(shape, f"/{field}", **{field: password})


def test_a_password_from_before_that_others_guess_first_still_signs_in_and_is_changed():
    for old in ("password123", "x" * 10):
        assert read(bodies.SignIn, password=old).password == old
        assert read(bodies.ChangedPassword, current=old).current == old


@pytest.mark.parametrize(("shape", "field", "shortest", "longest"), SECRETS)
def test_blanks_of_a_secret_count(shape, field, shortest, longest):
    secret = " " * (longest - 2) + "x "
    assert getattr(read(shape, **{field: secret}), field) == secret


@pytest.mark.parametrize(("shape", "field", "shortest", "longest"), TEXTS + SECRETS)
def test_a_text_that_not_every_database_takes_is_refused(shape, field, shortest, longest):
    for bad in ("\0", "\ud800", "\udfff", "\udc00\ud800"):
        refused(shape, f"/{field}", **{field: f"012345{bad}6789"})


@pytest.mark.parametrize(("shape", "field", "shortest", "longest"), TEXTS + SECRETS)
def test_only_a_text_is_a_text(shape, field, shortest, longest):
    for wrong in NO_TEXTS if field in ("line2", "current") else [None, *NO_TEXTS]:
        refused(shape, f"/{field}", **{field: wrong})


@pytest.mark.parametrize(("shape", "field", "least", "most"), NUMBERS)
def test_a_number_keeps_to_its_bounds(shape, field, least, most):
    for number in (least, most):
        assert getattr(read(shape, **{field: number}), field) == number
    for number in (least - 1, most + 1, 2**63, -(2**63), 10**4000):
        refused(shape, f"/{field}", **{field: number})


@pytest.mark.parametrize(("shape", "field", "least", "most"), NUMBERS)
def test_only_an_integer_is_an_integer(shape, field, least, most):
    for wrong in NO_NUMBERS:
        refused(shape, f"/{field}", **{field: wrong})


def test_an_adjustment_by_nothing_is_refused():
    refused(bodies.StockAdjustment, "/delta", delta=0)
    assert read(bodies.StockAdjustment, delta=-1).delta == -1


@pytest.mark.parametrize("shape", [bodies.NewUser, bodies.ChangedUser, bodies.SignIn])
def test_an_address_has_a_name_an_at_and_a_domain_with_a_dot(shape):
    for email in ("a@b.c", "ada+shop@mail.example.com", "ä@ö.ü", "x" * 250 + "@b.c", " a@b.c\n"):
        assert read(shape, email=email).email == email.strip()
    for email in ("", "a", "@b.c", "a@", "a@b", "a@b.", "a@.c", "a b@c.d", "a@b@c.d", "a@b.c d"):
        refused(shape, "/email", email=email)
    for email in ("x" * 251 + "@b.c", "a@b.c\0", "\ud800@b.c", 1, None, ["a@b.c"]):
        refused(shape, "/email", email=email)


@pytest.mark.parametrize(
    "wrong", ["", "12345", "1234567", "12345a", " 123456", "123456\n", "١٢٣٤٥٦"]
)
def test_a_one_time_code_is_six_digits(wrong):
    refused(bodies.OneTimeCode, "/otp", otp=wrong)
    refused(bodies.SignIn, "/otp", otp=wrong)


@pytest.mark.parametrize("wrong", [123456, None, "\ud80012345", ["123456"]])
def test_a_one_time_code_is_a_text(wrong):
    refused(bodies.OneTimeCode, "/otp", otp=wrong)


@pytest.mark.parametrize("currency", ["USD", "eur", "", " EUR", None, 978])
def test_another_currency_is_refused(currency):
    refused(bodies.Product, "/currency", currency=currency)


@pytest.mark.parametrize("country", ["UK", "gb", "", " GB", "GBR", None, 44, ["GB"], {}, "\ud800"])
def test_what_is_no_country_is_refused(country):
    refused(bodies.Address, "/country", country=country)
    wrong = {**ADDRESS, "country": country}
    refused(bodies.NewOrder, "/shipping_address/country", shipping_address=wrong)


def test_a_payment_method_is_visible_ascii():
    for method in ("x", "!" * 255, "~pm_card_visa"):
        assert read(bodies.NewOrder, payment_method=method).payment_method == method
    for method in ("", "x" * 256, "a b", " a", "a\n", "ä", "\0", "\x7f", "\ud800", None, 1):
        refused(bodies.NewOrder, "/payment_method", payment_method=method)


@pytest.mark.parametrize("address", [None, [], "London", 1])
def test_an_address_is_an_object(address):
    refused(bodies.NewOrder, "/shipping_address", shipping_address=address)


def test_a_body_can_not_be_changed_afterwards():
    with pytest.raises(ValueError, match="frozen"):
        read(bodies.CartItem).quantity = 5


FLAT = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
JSON = st.recursive(FLAT, lambda inner: st.lists(inner, max_size=3), max_leaves=6)


@given(st.sampled_from(FIELDS), JSON | st.dictionaries(st.text(st.characters()), JSON))
def test_whatever_a_field_holds_it_is_read_or_refused(place, value):
    try:
        read(place[0], **{place[1]: value})
    except Invalid as error:
        assert error.more["errors"]


@pytest.mark.parametrize("depth", [10, 900])
def test_a_deeply_nested_value_is_refused(depth):
    value = []
    for _ in range(depth):
        value = [value]
    for shape, field in FIELDS:
        refused(shape, f"/{field}{'/0' if shape is NewRoles else ''}", **{field: value})
