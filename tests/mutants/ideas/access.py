"""Who may see and do what."""

from . import idea

IDEAS = {
    "leaks-anothers-order": idea(
        "An order is shown to whoever is signed in and knows its id.",
        "privacy",
        "test_access.py::test_another_persons_things_are_404_like_things_that_do_not_exist",
    ),
    "leaks-anothers-cart": idea(
        "A cart is shown to whoever is signed in and knows the person's id.",
        "privacy",
        "test_access.py::test_another_persons_things_are_404_like_things_that_do_not_exist",
    ),
    "leaks-anothers-payment": idea(
        "The order is guarded, the payment below it is not.",
        "privacy",
        "test_access.py::test_another_persons_things_are_404_like_things_that_do_not_exist",
    ),
    "others-things-are-forbidden": idea(
        "403 instead of 404 tells a stranger that the id is somebody's.",
        "privacy",
        "test_access.py::test_another_persons_things_are_404_like_things_that_do_not_exist",
    ),
    "staff-fill-carts": idea(
        "What only the person may do, staff may do too.",
        "privilege",
        "test_access.py::test_staff_never_act_as_a_customer",
    ),
    "anyone-lists-all-orders": idea(
        "The list of all orders asks for a sign-in, not for staff.",
        "privilege",
        "test_access.py::test_a_customer_on_a_staff_operation_is_403_whatever_the_id",
    ),
}
