"""What the meter tells functions is what they would be told."""

from chalice.app import CloudWatchEvent

from . import metered


def test_a_minute_that_passed_is_told_as_the_schedule_tells_it():
    told = CloudWatchEvent(metered.A_MINUTE_PASSED, None)
    assert told.detail_type == "Scheduled Event"
