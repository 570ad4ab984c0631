"""Who sends the requests of a run."""

RIGHTFUL = "whoever may"  # the owner of what the path names, or the staff
STAFF = "staff"
CUSTOMER = "a customer"
NOBODY = "nobody"
EVERYBODYS = {"public", "signed-in", "owner"}  # in x-roles: not only for roles of staff


def name_of(operation):
    return operation.definition.raw["operationId"]


def is_for_staff(operation):
    """Only a customer at a staff operation is forbidden it; all else is theirs or not found."""
    return not EVERYBODYS & set(operation.definition.raw["x-roles"])


# What the staff that was given to these tests must never do to itself: it could not sign in again.
OF_ONESELF = {
    "update_user",
    "delete_user",
    "change_password",
    "begin_mfa",
    "confirm_mfa",
    "remove_mfa",
}
