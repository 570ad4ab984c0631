"""The arithmetic of the bill for a thousand operations, from the use of one."""

from tests.bench import bill

from .pay_per_use import cents, row

USED = bill.Used({"APIHandler": 1.0, "NoteStock": 2.0}, 0, reads=4.0, writes=8.0, calls={})


def test_the_units_of_one_and_the_cents_of_a_thousand_stand_side_by_side():
    assert row("an order", USED).split() == ["an", "order", "3.0", "4.0", "8.0", f"{_cents():.2f}"]


def test_dollars_become_cents():
    assert cents(USED) == sum(bill.costs(USED, bill.prices()).values()) * 100


def _cents():
    price = bill.prices()
    dollars = 4 * price["dynamodb"]["read_unit"] + 8 * price["dynamodb"]["write_unit"]
    return (dollars + price["api_gateway"]["request"] + 3 * price["lambda"]["request"]) * 1000 * 100
