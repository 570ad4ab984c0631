"""What a client sends to refresh a session: its refresh token, or that a cookie has it (ADR 40)."""

from typing import ClassVar

from pydantic import model_validator

from .bodies import Body, Session, secret


class RefreshByCookie(Body):
    session: Session
    refresh_token: ClassVar[str] = ""


class Refresh(Body):
    """Or a RefreshByCookie, if the content has a session. Never both."""

    refresh_token: secret(1, 500)
    session: ClassVar[str] = ""

    @model_validator(mode="wrap")
    @classmethod
    def _or_by_cookie(cls, content, check):
        by_cookie = isinstance(content, dict) and "session" in content
        return RefreshByCookie.model_validate(content) if by_cookie else check(content)
