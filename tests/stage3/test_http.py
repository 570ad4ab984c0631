"""What a client may send, and no key of a table can be."""

import pytest

from chalicelib import http
from shop_rules import cursors, ids


class Request:
    headers = {}

    def __init__(self, **query):
        self.query_params = Query(query)


class Query(dict):
    def getlist(self, name):
        return [self[name]]


@pytest.mark.parametrize("forged", ["", "x" * 3000, "no id", ids.NIL.upper()])
def test_a_cursor_that_somebody_made_up_begins_at_a_key_that_can_be_one(forged):
    cursor = cursors.encode([forged], "orders")
    http.begin(Request(cursor=cursor))
    limit, after = http.page_asked("orders")
    assert after == [ids.NIL] or after == [forged.lower()]


def test_a_cursor_of_the_shop_is_left_as_it_is():
    an_id = ids.new_id()
    http.begin(Request(cursor=cursors.encode(["kettle", an_id], "products"), limit="7"))
    assert http.page_asked("products", like=("", "")) == (7, ["kettle", an_id])


def test_of_a_repeated_parameter_the_first_counts():
    class Repeated(Query):
        def getlist(self, name):
            return ["first", "second"]

    request = Request()
    request.query_params = Repeated(q="second")
    http.begin(request)
    assert http.arguments() == {"q": "first"}
