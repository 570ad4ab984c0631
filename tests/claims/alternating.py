"""Measurements of several shops in turn, so that what else the machine does meets all of them."""

import statistics


def table(measurements, base, rounds, digits=1):
    """Rows: the middle round, the spread, and how many times that of `base` it is.

    measurements: {name: function}, called in turn, after a first round that only warms up.
    """
    for measure in measurements.values():
        measure()
    made = [{name: measure() for name, measure in measurements.items()} for _ in range(rounds)]
    found = {name: sorted(each[name] for each in made) for name in measurements}
    for name, each in found.items():
        middle = statistics.median(each)
        spread = f"({each[0]:,.{digits}f} … {each[-1]:,.{digits}f})"
        times = middle / statistics.median(found[base])
        yield f"  {name:14}{middle:>9,.{digits}f}{spread:>22}{times:>6.2f} × {base}"
