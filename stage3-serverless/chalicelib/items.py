"""Items as DynamoDB has them on the wire, and as Python has them: numbers are integers here."""

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer


class _Integers(TypeDeserializer):
    def _deserialize_n(self, value):
        return int(value)


_from, _as = _Integers(), TypeSerializer()


def as_item(values):
    return {name: _as.serialize(value) for name, value in values.items()}


def as_values(values):
    """What an expression calls :name."""
    return {f":{name}": _as.serialize(value) for name, value in values.items()}


def from_item(item):
    """None for no item."""
    if item is None:
        return None
    return {name: _from.deserialize(value) for name, value in item.items()}
