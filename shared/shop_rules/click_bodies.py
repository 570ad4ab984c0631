"""The body of POST /events: up to 100 events of a browser session.

No field holds personal data, and none names a person: who is signed in is known from the token.
"""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from .bodies import Body
from .clicks import Kind
from .shapes import Time

MOST = 100  # events in one upload

_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"


def _real(moment: Time) -> Time:
    datetime.fromisoformat(moment)  # ValueError for February 30
    return moment


Uuid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Moment = Annotated[str, StringConstraints(pattern=_TIME), AfterValidator(_real)]


class NewClick(Body):
    id: Uuid  # drawn by the sender, the same at each retry
    kind: Kind
    product_id: Uuid | None = None
    session: Uuid  # of the browser tab
    at: Moment


class NewClicks(Body):
    events: Annotated[list[NewClick], Field(min_length=1, max_length=MOST)]
