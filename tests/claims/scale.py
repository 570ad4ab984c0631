"""Estimates the load of a number of visits a day. HABITS is assumed: use your own figures."""

from dataclasses import dataclass

SECONDS_A_DAY = 24 * 3600
DAYS_A_YEAR = 365


# --8<-- [start:habits]
@dataclass(frozen=True)
class Habits:
    """What an average visit does."""

    lists: int  # pages of 20 products
    products: int
    pictures: int
    orders_of_100: float  # visits of 100 that end with an order
    newcomers_of_100: float  # orders of 100 by a person who signs up for it
    peak: float  # the busiest second, as a multiple of the mean

    @property
    def reads(self):
        """Requests of a visit that buys nothing."""
        return self.lists + self.products + self.pictures


HABITS = Habits(lists=3, products=5, pictures=30, orders_of_100=2, newcomers_of_100=30, peak=5)
# --8<-- [end:habits]


@dataclass(frozen=True)
class Sizes:
    """Bytes: of answers, and of what a database keeps."""

    list: float
    product: float
    picture: float
    person: float
    order: float

    def of_a_visit(self, habits):
        parts = (habits.lists * self.list, habits.products * self.product)
        return sum(parts) + habits.pictures * self.picture


def peak_visits(visits_a_day, habits):
    """Visits that begin in the busiest second."""
    return visits_a_day / SECONDS_A_DAY * habits.peak


def peak_reads(visits_a_day, habits):
    return peak_visits(visits_a_day, habits) * habits.reads


def orders_a_day(visits_a_day, habits):
    return visits_a_day * habits.orders_of_100 / 100


def peak_orders(visits_a_day, habits):
    return orders_a_day(peak_visits(visits_a_day, habits), habits)


def bytes_a_year(visits_a_day, habits, sizes):
    """Bytes a year by which the database grows."""
    orders = orders_a_day(visits_a_day, habits) * DAYS_A_YEAR
    people = orders * habits.newcomers_of_100 / 100
    return orders * sizes.order + people * sizes.person


def peak_bits(visits_a_day, habits, sizes):
    """Bits per second of responses to reads, in the busiest second."""
    return peak_visits(visits_a_day, habits) * sizes.of_a_visit(habits) * 8


def busy(visits_a_day, habits, visits_a_second, orders_a_second):
    """The load in the busiest second, as a multiple of one process's capacity."""
    reading = peak_visits(visits_a_day, habits) / visits_a_second
    return reading + peak_orders(visits_a_day, habits) / orders_a_second
