"""What was measured, and how two measurements compare."""

import statistics
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Figures:
    rate: float  # operations a second, all clients together
    p50: float  # milliseconds
    p95: float

    @classmethod
    def of(cls, times, seconds):
        """times: seconds each operation took; seconds: how long it all lasted."""
        ordered = sorted(times)
        p50, p95 = (quantile(ordered, share) * 1000 for share in (0.5, 0.95))
        return cls(len(ordered) / seconds, p50, p95)


def quantile(ordered, share):
    """The smallest value that so large a share of them does not exceed (nearest rank)."""
    if not ordered:
        raise ValueError("nothing was measured")
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def middle(rounds):
    """Figures, each the median of that figure over the rounds."""
    names = [field.name for field in fields(Figures)]
    return Figures(**{n: statistics.median(getattr(each, n) for each in rounds) for n in names})


def in_turn(measurements, rounds):
    """{name: Figures} of {name: function}; A B A B …, so that what disturbs one disturbs all."""
    found = {name: [] for name in measurements}
    for _ in range(rounds):
        for name, measure in measurements.items():
            found[name].append(measure())
    return {name: middle(each) for name, each in found.items()}
