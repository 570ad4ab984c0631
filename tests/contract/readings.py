"""What the shop says now: every write of a test is read back through one of these."""

from .steps import accepted, eventually, listed


def product_of(person, product):
    return accepted(person.get(f"/products/{product['id']}"))


def etag_of(person, product):
    answer = person.get(f"/products/{product['id']}")
    accepted(answer)
    return answer.headers["ETag"]


def stock_of(staff, product):
    """{available, reserved, sold}"""
    return accepted(staff.get(f"/products/{product['id']}/stock"))


def adjustments_of(staff, product):
    return list(listed(staff, f"/products/{product['id']}/stock/adjustments"))


def cart_of(person, owner=None):
    return accepted(person.get(f"{(owner or person).path}/cart"))


def order_of(person, order):
    return accepted(person.get(f"/orders/{order['id']}"))


def orders_of(customer):
    """Newest first."""
    return list(listed(customer, f"{customer.path}/orders"))


def payment_of(person, order):
    return accepted(person.get(f"/orders/{order['id']}/payment"))


def notifications_of(customer):
    """Newest first."""
    return list(listed(customer, f"{customer.path}/notifications"))


def soon_equal(read, expected, within):
    """What is true eventually: read() gives the expected thing within so many seconds."""

    def check():
        now = read()
        assert now == expected
        return now

    return eventually(check, within)
