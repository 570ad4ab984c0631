"""Authorization."""

from . import idea

IDEAS = {
    "leaks-anothers-order": idea(
        "Any signed-in user who knows an order's id can read it.",
        "privacy",
        "test_access.py::test_another_persons_things_are_404_like_things_that_do_not_exist",
    ),
    "leaks-anothers-cart": idea(
        "Any signed-in user who knows a person's id can read that person's cart.",
        "privacy",
        "test_access.py::test_another_persons_things_are_404_like_things_that_do_not_exist",
    ),
    "leaks-anothers-payment": idea(
        "The order checks its owner, the payment below it does not.",
        "privacy",
        "test_access.py::test_another_persons_things_are_404_like_things_that_do_not_exist",
    ),
    "others-things-are-forbidden": idea(
        "403 instead of 404 reveals that the id exists.",
        "privacy",
        "test_access.py::test_another_persons_things_are_404_like_things_that_do_not_exist",
    ),
    "staff-fill-carts": idea(
        "Staff may do what only the person may do.",
        "privilege",
        "test_access.py::test_staff_never_act_as_a_customer",
    ),
    "anyone-lists-all-orders": idea(
        "The list of all orders requires a sign-in, but not staff.",
        "privilege",
        "test_access.py::test_a_customer_on_a_staff_operation_is_403_whatever_the_id",
    ),
}
