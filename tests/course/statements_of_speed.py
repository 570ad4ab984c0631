"""What the pages state about speed, memory, and load. It is true of the recorded boxes."""

from .boxes import box, row
from .statement import EIGHT, FIVE, ROOM, SIX, STAGE_2, STAGE_3, Statement, near

VARIANT = "docs/variants/cached-monolith.md"
ANSWERED, CONFIRMED = "ms until an order is answered", "ms until it is confirmed"
PROVIDER = "takes 200 ms"
THE_FENCE = "docs/chapters/7-moving/5-the-fence.md"


def reads(what: str, way: str) -> float:
    """Reads a second of the box `cached-monolith`."""
    return row("cached-monolith", way, after=what)[0]


def beside(label: str) -> list[float]:
    return row("side-by-side", label)


def bench2(label: str, after: str = "") -> list[float]:
    return row("bench-stage2", label, after)


def moved(label: str) -> list[float]:
    return row("bench-move", label)


def longer(label: str) -> float:
    """How many times as long as a plain update that one takes."""
    return moved(label)[0] / moved("plain")[0]


def watched(what: str) -> list[float]:
    """Of the box `bench-xray`: stage 2 without its control room, and with it."""
    return [row("bench-xray", which, after=f"## {what}")[0] for which in ("without", "with")]


def more(what: str) -> float:
    """What the control room takes, as a share of what is taken without it."""
    without, beside = watched(what)
    return beside / without - 1


SPEED = [
    Statement(
        "README.md",
        "With stage 2's cache, the monolith reads products faster than stage 2 does.",
        lambda: reads("a product", "stage 1 + cache") > reads("a product", "stage 2 + its cache"),
    ),
    Statement(
        VARIANT,
        "With it, the monolith reads faster than the services do",
        lambda: all(
            reads(what, "stage 1 + cache") > reads(what, "stage 2 + its cache")
            for what in ("a product", "a list of 20")
        ),
    ),
    Statement(
        VARIANT,
        "Without it, the services are slower than the monolith for a single product.",
        lambda: reads("a product", "stage 2, cache off") < reads("a product", "stage 1"),
    ),
    Statement(
        VARIANT,
        "For a list they are faster even without it",
        lambda: reads("a list of 20", "stage 2, cache off") > reads("a list of 20", "stage 1"),
    ),
    Statement(
        f"{FIVE}/index.md",
        "An order is *answered* sooner, because the response no longer waits for the provider, but "
        "it is *confirmed* no sooner. Under load the services confirm fewer orders than the "
        "monolith does on the same two cores.",
        lambda: (
            bench2("answered, p50 ms", PROVIDER)[1] < bench2("answered, p50 ms", PROVIDER)[0]
            and bench2("confirmed, p50 ms", PROVIDER)[1] >= bench2("confirmed, p50 ms", PROVIDER)[0]
            and bench2("confirmed orders a second")[1] < bench2("confirmed orders a second")[0]
        ),
    ),
    Statement(
        f"{FIVE}/4-what-may-be-old.md",
        "with all caches off, the service answers far fewer reads per second",
        lambda: bench2("cache off")[0] < 0.7 * bench2("cache on")[0],
    ),
    Statement(
        f"{FIVE}/5-when-a-neighbour-fails.md",
        "Reading a product doesn't need inventory, and still took seconds",
        lambda: row("circuit-breaker", "the product, meanwhile")[1] > 1,
    ),
    Statement(
        f"{FIVE}/6-many-copies.md",
        "They don't confirm three times as many",
        lambda: 1.1 < row("own-scaling", "orders confirmed, the provider taking 1000 ms")[2] < 2.7,
    ),
    Statement(
        STAGE_2,
        "But an order takes three times the processor time, 85 ms instead of 28",
        lambda: (
            2.5
            < bench2("stage 2", "## Processor time of an order")[0]
            / bench2("stage 1", "## Processor time of an order")[0]
            < 3.5
        ),
    ),
    Statement(
        STAGE_2,
        "Reads are faster because most of them come from the cache",
        lambda: (
            bench2("stage 2", "## Read a product")[0] > bench2("stage 1", "## Read a product")[0]
        ),
    ),
    Statement(
        STAGE_3,
        "The first response of a new host takes 0.9 seconds here.",
        lambda: near(row("bench-stage3", "a product, no host there")[0], 900, 0.05),
    ),
    Statement(
        f"{SIX}/see-it-break.md",
        "Here the first request takes many times as long as the second.",
        lambda: row("cold-start", "the same product again")[1] > 10,
    ),
    Statement(
        THE_FENCE,
        "the slowest request in a hundred takes about ten times as long as before",
        lambda: 5 < moved("hand-over")[4] / moved("before")[4] < 20,
    ),
    Statement(
        THE_FENCE,
        "Copying and following take processor time from the shop",
        lambda: moved("copied and followed")[0] < moved("before")[0],
    ),
    Statement(
        THE_FENCE,
        "A one-row update takes about a seventh longer when it is noted and fenced, and nearly all "
        "of that is the note.",
        lambda: (
            1.05 < longer("noted and fenced") < 1.3
            and longer("noted") - 1 > 0.7 * (longer("noted and fenced") - 1)
        ),
    ),
    Statement(
        EIGHT,
        "An order is *confirmed* after the provider's two calls in all three.",
        lambda: min(beside(CONFIRMED)) > 400,
    ),
    Statement(
        EIGHT,
        "Stages 2 and 3 answer at once and charge afterwards.",
        lambda: max(beside(ANSWERED)[1:]) < 200 < beside(ANSWERED)[0],
    ),
    Statement(
        "docs/teaching.md",
        "Stages 2 and 3 take several times as much as stage 1",
        lambda: min(beside("megabytes at rest")[1:]) > 3 * beside("megabytes at rest")[0],
    ),
    Statement(
        ROOM,
        "The room's own process takes 35 MB of that memory.",
        lambda: "control-room 35," in box("bench-xray"),
    ),
    Statement(
        "docs/adr/0051-control-room.md",
        "The cost** is a process of 35 MB",
        lambda: "control-room 35," in box("bench-xray"),
    ),
    Statement(
        "docs/adr/0051-control-room.md",
        "All three together take 56 MB of memory in stage 2, 21% of its reads per second, and 17% "
        "more processor time for an order",
        lambda: (
            watched("Memory")[1] - watched("Memory")[0] == 56
            and round(-100 * more("Read a product")) == 21
            and round(100 * more("Processor time of an order")) == 17
        ),
    ),
]
