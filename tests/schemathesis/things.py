"""What there is to buy and what was bought, ready for an operation that needs it to be there."""

from tests.contract.files import begun
from tests.contract.lives import an_order_that_is
from tests.contract.pictures import picture
from tests.contract.showing import image_of
from tests.contract.steps import (
    SETTLED,
    a_product,
    accepted,
    add_stock,
    eventually,
    put_in_cart,
)


class Things:
    def __init__(self, people):
        self._people = people
        self._products = {}  # the ids of those not archived, in the order they were made
        self.imports = []  # their ids
        self.images = {}  # {id: of which product}
        self._owners = {}  # order id: its person
        self._at_rest = {}  # (status, the person's id): order id

    def product(self):
        """The id of one that can be read, seen and bought."""
        return next(iter(self._products), None) or self.new_product()

    def new_product(self):
        staff = self._people.staff
        product = a_product(staff, stock=100)
        image = f"/products/{product['id']}/image"
        png = {"Content-Type": "image/png"}
        shown = accepted(staff.put(image, data=picture("PNG", 40, 20), headers=png), 202)
        self.images[image_of(shown)] = product["id"]
        self.meet_product(product["id"])
        return product["id"]

    def image_of(self, product_id):
        """The id of its image; of any image if it has none."""
        of_it = [image for image, product in self.images.items() if product == product_id]
        return next(iter([*of_it, *self.images]), product_id)

    def an_import(self):
        """The id of one, which changes nothing."""
        self.imports = self.imports or [begun(self._people.staff, [{}])["id"]]
        return self.imports[0]

    def meet_product(self, id):
        self._products[id] = True

    def knows_product(self, id):
        return id in self._products

    def forget_product(self, id):
        self._products.pop(id, None)

    def fill_cart(self, person):
        """The id of a product in it. All of what is in it can be had."""
        cart = accepted(person.get(f"{person.path}/cart"))
        cart = cart if cart["lines"] else put_in_cart(person, {"id": self.product()})
        for line in cart["lines"]:
            add_stock(self._people.staff, {"id": line["product_id"]}, line["quantity"])
        return cart["lines"][0]["product_id"]

    def order(self, status, person):
        """The id of an order of this person, at rest in this status."""
        id = self._at_rest.get((status, person.id))
        if id is None or self._status(id) != status:
            product = a_product(self._people.staff)
            accepted(person.delete(f"{person.path}/cart"), 204)
            id = an_order_that_is(status, self._people.staff, person, product)["id"]
            self._at_rest[status, person.id] = id
            self.meet_order(id, person)
        return id

    def meet_order(self, id, person):
        self._owners[id] = person

    def owner(self, id):
        """None for another user's order."""
        return self._owners.get(id)

    def wait_for(self, id):
        """Until the order is no longer pending."""

        def check():
            assert self._status(id) != "pending"

        eventually(check, SETTLED)

    def _status(self, id):
        return accepted(self._people.staff.get(f"/orders/{id}"))["status"]
