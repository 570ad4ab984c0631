"""Two API versions in one function: this adapts each request before it is routed, and the response
after the view has made it. The views know version 1 only.
"""

from urllib.parse import quote, urlencode

from chalice import Response
from chalice.app import Request

from shop_rules import versions
from shop_rules.exchange import Exchange

from .config import config


def asked(request: Request) -> Exchange:
    """What a request asks for. Raises the refusal of one that names no version, or a wrong one."""
    given, name = request.query_params, versions.PARAMETER
    values = given.getlist(name) if given and name in given else []
    query = urlencode([(name, value) for value in values])
    asked = versions.asked(request.context["path"], request.headers.get(versions.HEADER), query)
    return Exchange(asked._replace(path=quote(asked.path)), request.method)


# --8<-- [start:answer]
def answer(exchange: Exchange, response: Response) -> None:
    """Put the response into the version that was asked for."""
    media_type = response.headers.get("Content-Type", "")
    if isinstance(response.body, str):  # a picture is bytes
        response.body = exchange.content(str(media_type), response.body.encode()).decode()
    sent = [(name, str(value)) for name, value in response.headers.items()]
    response.headers = dict(exchange.headers(sent, config().public_url, config().v1_sunset))


# --8<-- [end:answer]
