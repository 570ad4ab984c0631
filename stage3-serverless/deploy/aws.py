"""Clients of AWS, with the endpoint and keys that the environment names."""

from functools import cache
from typing import Any

import botocore.session

Client = Any  # botocore creates their classes at run time, from the services' descriptions
Described = dict[str, Any]  # a stack or a template, as CloudFormation has it


@cache
def client(service: str) -> Client:
    return botocore.session.get_session().create_client(service)
