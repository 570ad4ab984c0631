"""What the course states about load, and about what the later features take."""

from .boxes import row
from .statement import ONE, Statement, near

SUCCESS, GIANT = 1, 2  # columns of the estimate
CLICKS = "docs/chapters/2-the-parts/clickstream.md"
REPLICA = "docs/variants/read-replica.md"
EDGE = "docs/variants/edge-cache.md"


def clients(many: int) -> list[float]:
    """[throughput, p50 ms, p95 ms, mean ms]"""
    return row("latency-and-throughput", str(many))


def estimate(label: str, column: int) -> float:
    return row("estimate", label)[column]


def events(stage: int) -> list[float]:
    """[events a second, seconds until all count, processor ms if it has any, dollars]"""
    return row("bench-events", f"stage {stage}")


def second_versions() -> list[float]:
    """Reads a second of version 2, times those of version 1, of all stages."""
    tables = ("## Read a product", "## Read twenty products")
    boxes = [f"bench-versions-stage{stage}" for stage in (1, 2, 3)]
    return [row(each, "version 2", after)[1] for each in boxes for after in tables]


def lowest_of(reads: str) -> float:
    """Reads a second in the slowest round of the box `read-replica`."""
    return row("read-replica", reads, after="reads of a product")[1]


def highest_of(reads: str) -> float:
    return row("read-replica", reads, after="reads of a product")[2]


def stale(reads: str) -> float:
    """Stale reads of 200."""
    return row("read-replica", reads, after="200 changes")[0]


def lost(commits: str) -> float:
    """Changes that were answered and are lost."""
    return row("read-replica", commits, after="the standby is cut off")[1]


def edge(label: str) -> float:
    """The middle round of the box `edge-cache`."""
    return row("edge-cache", label)[0]


def functions(label: str, column: int = 0) -> float:
    """Of the box `edge-cache-functions`: the middle round, or the first figure of a row."""
    return row("edge-cache-functions", label)[column]


def hit_ratio(box: str) -> float:
    """Percent of all visitors' images, in one of the two boxes."""
    return row(box, "visitors 1 to 20")[1]


LOAD = [
    Statement(
        CLICKS,
        "| stage 1: a table | 2,000 | 0 | 0.0049 | | stage 2: a stream | 7,200 | 4 | 0.0055 | "
        "| stage 3: a queue, and functions | 1,015 | 0.3 | 3.42 |",
        lambda: (
            [round(each, 4) for n in (1, 2) for each in (events(n)[0], events(n)[1], events(n)[3])]
            == [2000, 0, 0.0049, 7200, 4, 0.0055]
            and [*events(3)[:2], round(events(3)[2], 2)] == [1015, 0.3, 3.42]
        ),
    ),
    Statement(
        CLICKS,
        "an order is answered in 1.01, 1.04, and 1.04 times its usual time in stages 1, 2, and 3",
        lambda: (
            [row("bench-events", f"stage {n}, while events arrive")[1] for n in (1, 2, 3)]
            == [1.01, 1.04, 1.04]
        ),
    ),
    Statement(
        CLICKS,
        "every upload gets a 503, and an order takes 0.97 times as long",
        lambda: (
            row("bench-events", "stage 2, the stream full")[1] == 0.97
            and row("bench-events", "stage 2, the stream full")[4] == 0
        ),
    ),
    Statement(
        CLICKS,
        "costs hundreds of times as much",
        lambda: 200 < events(3)[2] / events(1)[3] < 1000,
    ),
    Statement(
        "docs/chapters/3-the-contract/7-two-versions.md",
        "version 2 answered 0.94 to 1.02 times as many reads a second as version 1",
        lambda: (min(second_versions()), max(second_versions())) == (0.94, 1.02),
    ),
    Statement(
        "docs/chapters/2-the-parts/authentication.md",
        "Of the 50 ms in stage 1, 40 pass until the provider answers",
        lambda: (
            near(row("signing-in", "with a code")[0], 50, 0.05)
            and near(row("signing-in", "… of which the provider takes")[0], 40, 0.05)
        ),
    ),
    Statement(
        f"{ONE}/latency-and-throughput.md",
        "After the first few clients, adding more gets no more done.",
        lambda: max(clients(8)[0], clients(64)[0]) < 1.2 * clients(4)[0],
    ),
    Statement(
        f"{ONE}/estimate.md",
        "leaves the process almost idle",
        lambda: estimate("of one process here", 0) < 1,
    ),
    Statement(
        f"{ONE}/estimate.md",
        "still needs one process, or two so that one may fail",
        lambda: estimate("processes, half busy", SUCCESS) == 1,
    ),
    Statement(
        f"{ONE}/estimate.md",
        "need tens of such processes, a network of hundreds of Mbit/s, and a database that grows "
        "by more than 100 GB a year",
        lambda: (
            20 < estimate("processes, half busy", GIANT) < 100
            and 200 < estimate("Mbit/s at the peak", GIANT) < 1000
            and 100 < estimate("database, GB a year", GIANT) < 200
        ),
    ),
    Statement(
        f"{ONE}/estimate.md",
        "On top come about 12 orders a second",
        lambda: near(estimate("orders/s at the peak", GIANT), 12, 0.05),
    ),
    Statement(
        REPLICA,
        "**The replica makes nothing faster here**",
        lambda: lowest_of("replica") < highest_of("primary"),
    ),
    Statement(
        REPLICA,
        "So a test that changes a price and reads it passes most of the time.",
        lambda: stale("replica") < 100,
    ),
    Statement(
        REPLICA,
        "Make the standby 100 ms late, and every read is stale.",
        lambda: stale("replica, 100 ms late") > 190,
    ),
    Statement(
        REPLICA,
        "**`after-write` is never stale**",
        lambda: not stale("after-write") and not stale("after-write, 100 ms late"),
    ),
    Statement(
        REPLICA,
        "and then none is lost",
        lambda: lost("replicated") == 0 < lost("local"),
    ),
    Statement(
        REPLICA,
        "that wait is too short to see",
        lambda: near(row("read-replica", "replicated", "4 writers at once")[3], 1),
    ),
    Statement(
        EDGE,
        "A miss takes as long as no edge at all.",
        lambda: near(edge("edge, miss"), edge("far, kept connection")),
    ),
    Statement(
        EDGE,
        "saves each newcomer the round trip that opens one",
        lambda: near(edge("far, new connection") - edge("edge, miss"), 80, 0.25),
    ),
    Statement(
        EDGE,
        "It saves the shop nineteen requests",
        lambda: edge("each, of the shop") - edge("one for all, of the shop") == 19,
    ),
    Statement(
        EDGE,
        "so they wait for half a second instead of a round trip",
        lambda: near(edge("one for all, ms"), 500) and edge("each, ms") < 250,
    ),
    Statement(
        EDGE,
        "since it reaches neither a server nor a function. Only a miss takes longer.",
        lambda: (
            functions("edge, hit") < edge("edge, hit") + 0.5
            and functions("edge, miss") > edge("edge, miss") + 1
        ),
    ),
    Statement(
        EDGE,
        "so the hit ratio is the same as well",
        lambda: hit_ratio("edge-cache-functions") == hit_ratio("edge-cache"),
    ),
    Statement(
        EDGE,
        "**Most of that bill is API Gateway's**",
        lambda: functions("without an edge", 1) > functions("without an edge") / 2,
    ),
    Statement(
        EDGE,
        "**A burst needs a function for each request at once**",
        lambda: functions("no edge, functions run") == 20 and functions("edge, functions run") == 1,
    ),
]
