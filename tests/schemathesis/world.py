"""Makes a generated request one that can succeed: names what is there, and makes it be there.

A schema can say that a path needs the id of an order, not that it must be of a confirmed one.
Without this nearly every request would end in 404 and show nothing of the operation behind it.
Only valid parts are replaced, and now and then one is left as it is, so that refusals are seen.
"""

from schemathesis.core.parameters import ParameterLocation

from tests.contract.client import Shop
from tests.contract.steps import unique

from . import bodies, learning
from .chance import Chance
from .people import People
from .roles import CUSTOMER, OF_ONESELF, RIGHTFUL, STAFF, is_for_staff, name_of
from .things import Things

BODY, HEADER = ParameterLocation.BODY, ParameterLocation.HEADER
PATH, QUERY = ParameterLocation.PATH, ParameterLocation.QUERY

NEEDED_STATUS = {
    "ship_order": "confirmed",
    "deliver_order": "shipped",
    "cancel_order": "confirmed",
    "get_order": "delivered",
    "list_order_lines": "delivered",
    "get_payment": "rejected",
}
WAIT_FOR_THE_OUTCOME = {"ship_order", "deliver_order", "get_payment"}
NEED_SOMEBODY_NEW = {"delete_user", "begin_mfa", "confirm_mfa", "remove_mfa"}


class World:
    def __init__(self, role, url, staff_email, staff_password, seed):
        self._role = role
        self._chance = Chance(seed)
        self.people = People(Shop(url), staff_email, staff_password)
        self.things = Things(self.people)

    def ready(self, case):
        """Who sends it."""
        name = name_of(case.operation)
        self._chance.throw(case)
        if is_valid(case, PATH):
            self._name_what_is_there(case, name)
        self._spare_the_staff(case, name)
        actor = self._actor(case)
        if self._role != CUSTOMER or not is_for_staff(case.operation):
            self._make_it_possible(case, name, actor)
        return actor

    def learn(self, case, actor, sent, data):
        """From a success. sent, data: of the bodies."""
        self._chance.note_success(case)
        learn = getattr(learning, name_of(case.operation), None)
        if learn:
            learn(self, actor, case.path_parameters, sent, data)

    def is_somebodys(self, case):
        """Only its owner and staff may know that it exists."""
        names = {"user_id", "order_id"} & case.path_parameters.keys()
        return bool(names) and not is_for_staff(case.operation)

    def _name_what_is_there(self, case, name):
        ids = case.path_parameters
        is_there = {
            "user_id": lambda id: self._may_act_for(self.people.find(id)),
            "product_id": self.things.knows_product,
            "order_id": lambda id: self._may_act_for(self.things.owner(id)),
            "import_id": lambda id: id in self.things.imports,
            "image_id": lambda id: id in self.things.images,
            "identity_id": lambda id: (
                True
            ),  # no one has one: the provider's pages are not the shop's
        }
        for key in ids:
            if not is_there[key](ids[key]) and self._chance.is_kind():
                ids[key] = self._one_that_is_there(key, case, name)

    def _may_act_for(self, person):
        return person is not None and (self._role != CUSTOMER or person is self.people.customer())

    def _one_that_is_there(self, key, case, name):
        if key == "user_id":
            return self._someone(case, name).id
        if key == "import_id":
            return self.things.an_import()
        if key == "image_id":
            return self.things.image_of(case.path_parameters["product_id"])
        if key == "order_id":
            return self.things.order(NEEDED_STATUS[name], self.people.customer())
        if name == "archive_product" and self._role != CUSTOMER:
            return self.things.new_product()
        return self.things.product()

    def _someone(self, case, name):
        if self._role == STAFF or name == "set_roles":  # customers have no roles
            return self.people.staff
        if name in NEED_SOMEBODY_NEW and is_valid(case, BODY):
            return self.people.new_customer()
        return self.people.customer()

    def _spare_the_staff(self, case, name):
        if name in OF_ONESELF and case.path_parameters["user_id"] == self.people.staff.id:
            case.path_parameters["user_id"] = self.people.customer().id

    def _actor(self, case):
        someone = self._who_may(case) if self._role == RIGHTFUL else None
        someone = self.people.staff if self._role == STAFF else someone
        return someone if someone and someone.is_signed_in() else self.people.customer()

    def _who_may(self, case):
        return self.people.staff if is_for_staff(case.operation) else self._owner(case)

    def _owner(self, case):
        ids = case.path_parameters
        if "order_id" in ids:
            return self.things.owner(ids["order_id"])
        return self.people.find(ids.get("user_id"))

    def _make_it_possible(self, case, name, actor):
        ids = case.path_parameters
        self._ready_parameters(case)
        if is_valid(case, BODY) and isinstance(case.body, dict):
            case.body = whole_numbers(case.body)
        if name in WAIT_FOR_THE_OUTCOME and self.things.owner(ids["order_id"]):
            self.things.wait_for(ids["order_id"])
        about_himself = ids.get("user_id") in (None, actor.id)
        if about_himself and is_valid(case, BODY) and self._chance.is_kind():
            make_possible = getattr(bodies, name, None)
            if make_possible:
                make_possible(case, actor, self)

    def _ready_parameters(self, case):
        if is_valid(case, QUERY) and self._chance.is_kind():
            case.query.pop("cursor", None)  # not one that the shop issued
        if is_valid(case, HEADER):
            known = {"If-Match": "*", "Idempotency-Key": unique("key")}
            for name in known.keys() & case.headers.keys():
                if self._chance.is_kind():
                    case.headers[name] = known[name]


def is_valid(case, location):
    return not case.meta.is_negative_at(location)


def whole_numbers(body):
    """To JSON Schema 2.0 is an integer and to the contract not; no schema tells them apart."""
    return {name: _whole(value) for name, value in body.items()}


def _whole(value):
    if isinstance(value, dict):
        return whole_numbers(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value
