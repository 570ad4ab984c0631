from serving.pace import BYTES_A_SECOND, GRACE_SECONDS, QUIET_SECONDS, deadline


def test_ten_seconds_without_a_byte_end_a_body():
    assert deadline(started=100, last=100, received=0) == 100 + QUIET_SECONDS
    much = 1_000_000
    assert deadline(started=100, last=130, received=much) == 130 + QUIET_SECONDS


def test_after_the_grace_a_body_has_to_keep_16_kib_a_second():
    received = 20 * BYTES_A_SECOND
    assert deadline(started=100, last=129, received=received) == 100 + GRACE_SECONDS + 20


def test_a_byte_now_and_then_wins_no_time():
    assert deadline(started=0, last=9.9, received=10) < GRACE_SECONDS + 0.01


def test_four_mebibytes_at_a_little_more_than_the_pace_arrive():
    received, now, each = 0, 0.0, 64 * 1024
    while received < 4 * 1024 * 1024:
        after = now + each / BYTES_A_SECOND / 1.01
        assert after < deadline(started=0, last=now, received=received)
        received, now = received + each, after
