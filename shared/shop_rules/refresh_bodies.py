"""The body of a session refresh: the refresh token, or a note that a cookie holds it (ADR 40)."""

from typing import Annotated, ClassVar

from pydantic import ModelWrapValidatorHandler, model_validator

from .bodies import STORABLE, Body, Session, length


class RefreshByCookie(Body):
    session: Session
    refresh_token: ClassVar[str] = ""


class Refresh(Body):
    """The checked body: a RefreshByCookie if the content has a session, else a Refresh."""

    refresh_token: Annotated[str, length(500), STORABLE]
    session: ClassVar[str] = ""

    @model_validator(mode="wrap")
    @classmethod
    def _or_by_cookie(
        cls: type[Body], content: object, check: ModelWrapValidatorHandler[Body]
    ) -> Body:
        by_cookie = isinstance(content, dict) and "session" in content
        return RefreshByCookie.model_validate(content) if by_cookie else check(content)
