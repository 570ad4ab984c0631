"""What the meter tells functions is what they would be told."""

from chalice.app import CloudWatchEvent

from tests.mutants.patch import patched

from . import metered


def test_a_minute_that_passed_is_told_as_the_schedule_tells_it():
    told = CloudWatchEvent(metered.A_MINUTE_PASSED, None)
    assert told.detail_type == "Scheduled Event"


def test_the_meter_fits_into_the_stage():
    [changed] = patched([metered.METER]).values()
    assert "watched(" in changed
