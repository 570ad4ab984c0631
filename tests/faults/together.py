"""One round: functions fail at many points at once, each during an act that reaches the point.
A failed message is redelivered after a minute, so one after the other would take hours.
"""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.contract.steps import HEALED, eventually

from .acts_of_functions import ACTS
from .functions import Fault
from .points import Round

# Points that the HTTP function never reaches: work after the response.
AFTER_THE_ANSWER = """
    add_chunk apply_row begin_payment confirm_order count_clicks file_divided finish_cancelling
    forget_address forget_cart forget_notification forget_person import_products imports_queue
    lease_order make_thumbnail note_stock person_forgotten provider.cancel provider.confirm
    provider.create provider.read provider.refund put_off reject_order relay_orders reserve
    settle_order settle_queue store_reference sweep
""".split()
FOR_ITSELF = ("put_off",)  # its act needs provider failures, which others would use up
AT_ONCE = 12  # points
SEVERAL = 3  # faults, at most, that one order meets on its way


def is_after_the_answer(point):
    return point.rpartition(":")[0] in AFTER_THE_ANSWER


def groups(points):
    """The points after the response, in the groups in which they are tried."""
    later = [point for point in points if is_after_the_answer(point)]
    some = [point for point in later if point.rpartition(":")[0] not in FOR_ITSELF]
    many = [some[first : first + AT_ONCE] for first in range(0, len(some), AT_ONCE)]
    return many + [[point] for point in later if point not in some]


def break_off_together(points, how, site):
    """how: raise or exit."""
    begun = time.monotonic()
    doing = [_act(point, site) for point in points]
    faults = {point: Fault(site, point, how) for point in points}
    with ThreadPoolExecutor(len(doing)) as all_at_once:
        list(all_at_once.map(next, doing))
    eventually(lambda: _check_reached(faults), SEVERAL * HEALED)
    eventually(site.wait_for_rest, SEVERAL * HEALED)
    to_rest, orders = time.monotonic() - begun, site.check_books()
    for act in doing:
        next(act, None)
    return Round(
        f"{how} at {len(points)} points, from {points[0]}", "all at once", len(orders), to_rest
    )


def _act(point, site):
    act = ACTS[point.rpartition(":")[0]](site, committed=False)
    next(act)  # prepares
    return act


def _check_reached(faults):
    waiting = [point for point, fault in faults.items() if fault.exists()]
    assert not waiting, f"never reached: {waiting}"
