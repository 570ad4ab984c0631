"""The crash points of stage 2: service/name:when, service being the one whose process dies."""

from .code import Source

# The parts that run the chassis' loops, whose crash points they share.
LOOPS = {
    "publish": ("accounts", "catalog", "inventory", "orders"),
    "publish_again": ("accounts", "catalog", "inventory", "orders"),
    "forget_published": ("accounts", "catalog", "inventory", "orders"),
    "forget_handled": ("catalog", "notifications"),
}
SERVICES = ("accounts", "catalog", "inventory", "cart", "orders", "payments", "notifications")


def points_of_services(source):
    """source: the folder of the stage."""
    chassis = Source(source / "chassis").points()
    found = [f"{service}/{point}" for service in SERVICES for point in _own(source, service)]
    loops = [(service, point) for point in chassis for service in LOOPS[point.rpartition(":")[0]]]
    return sorted(found + [f"{service}/{point}" for service, point in loops])


def _own(source, service):
    """The points in the service's own code; names with parameters also need the chassis' code."""
    chassis = source / "chassis"
    both = Source(source / service, chassis).points()
    return set(both) - set(Source(chassis).points())
