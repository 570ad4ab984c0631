"""The bodies of a sign-in with an identity provider, and of a sign-in of either kind."""

from typing import Annotated, Literal

from pydantic import BaseModel, ModelWrapValidatorHandler, StringConstraints, model_validator

from . import bodies
from .bodies import Body, Code, Session
from .errors import Invalid
from .id_tokens import Claimed

Visible = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,2000}$")]


class NewAuthorization(Body):
    provider: Literal["example"]
    redirect_uri: Visible


class NewIdentity(Body):
    """What the provider sent back by way of the person's browser."""

    state: Visible
    code: Visible


class SignInElsewhere(NewIdentity):
    otp: Code | None = None
    session: Session = ""  # type: ignore[assignment]  # a client can't send ""


class SignIn(bodies.SignIn):
    """The checked body: a SignInElsewhere if the content has a state or a code, else a SignIn."""

    @model_validator(mode="wrap")
    @classmethod
    def _or_elsewhere(
        cls: type[Body], content: object, check: ModelWrapValidatorHandler[Body]
    ) -> Body:
        elsewhere = isinstance(content, dict) and bool({"state", "code"} & content.keys())
        return SignInElsewhere.model_validate(content) if elsewhere else check(content)


class Newcomer(BaseModel):
    """A person who signs up by signing in. Text of the provider is as little trusted as a form."""

    email: bodies.Email
    name: bodies.Name


def newcomer(claimed: Claimed) -> Newcomer:
    """The e-mail and name of a new account. Invalid (422) unless the provider has verified an
    e-mail: without that anyone could claim anyone's."""
    if not (claimed["email"] and claimed["email_verified"]):
        raise Invalid("The provider has not verified an e-mail address of yours.", "/code")
    name = claimed["name"].strip()[:200] or claimed["email"].partition("@")[0]
    try:
        return bodies.checked(Newcomer, {"email": claimed["email"], "name": name})
    except Invalid:
        raise Invalid("The provider names an e-mail or a name that no account has.", "/code") from (
            None
        )
