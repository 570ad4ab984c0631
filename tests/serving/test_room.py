import pytest

from serving.room import FREE_BYTES, NoRoom, Room


@pytest.fixture
def room():
    return Room(1_000_000)


def test_bodies_share_the_room(room):
    room.take(0, 600_000)
    with pytest.raises(NoRoom):
        room.take(0, 600_000)


def test_a_body_that_grows_counts_once(room):
    for size in range(0, 1_000_000, 100_000):
        room.take(size, size + 100_000)
    with pytest.raises(NoRoom):
        room.take(1_000_000, 1_000_000 + FREE_BYTES + 1)


def test_what_is_given_back_is_free_again(room):
    for _ in range(10):
        room.take(0, 900_000)
        room.give_back(900_000)


def test_a_full_room_refuses_by_content_length_and_lets_small_bodies_in(room):
    room.take(0, 1_000_000 + FREE_BYTES)
    with pytest.raises(NoRoom):
        room.check(FREE_BYTES + 1)
    room.check(FREE_BYTES)
    room.take(0, FREE_BYTES)
