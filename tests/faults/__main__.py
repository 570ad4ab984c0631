"""Kills parts of a shop under load and checks the five books after each time.

stage 1   shop      kill -9 of the shop at random moments
          parts     … of every part in its turn, if it is a variant with more parts
          sandbox   … of the payment provider
stage 2   parts     … of every part in its turn, and of Valkey so that its queue is lost
          twice     every message is delivered twice
stage 3   breaks    a function raises, or its host dies, at each named point
          hosts     all hosts of functions are killed under load
          again     all events so far are redelivered, out of order
          restart   the local AWS is stopped and restarted with its state
          sandbox   as in stage 1
1 and 2   points    a part dies once at each named point
all       elsewhere parts are killed, and replies of an identity provider broken, during sign-ins
          roles     parts are killed while the roles of staff change
          imports   a part dies at each point of an import of products in its turn
          clicks    … of a visitor's events
          provider  it is down, or drops the connection after charging
          patience  it is down for longer than the shop waits
          restarted the stage or a part is stopped, killed or frozen, and then keeps its bounds
V=sharded-orders, only if asked for
          resharding … while a third shard joins
          one-shard  one hangs, or is down when Valkey loses its data: the others' buyers buy on
--move    1-2: units of `make move` go to and fro while parts are killed (tests/move/faults.py)
  --naive on: no kills, and a switch that loses writes (tests/move/naive.py)
Without --what (of make: WHAT=), it runs all that the stage has. Exit code 0: all done, the books
balance; 75: the time slice is over (go on with --resume, of make: RESUME=on); 1: a round failed,
and that shop's data stays for inspection.
"""

import os
import sys
import time
from functools import partial

from local import command
from local.refusal import Refusal
from machinery import variants
from tests.move import faults as faults_of_a_move
from tests.move import naive as naive_move

from .plans import COUNTED, PLANS, plan, plans_of
from .runs import Run, source
from .site import STAGES

UNFINISHED = 75  # EX_TEMPFAIL: try again
WITHOUT_END = 10**9  # seconds
TAKES = "20 to 60 minutes"
ONLY_IF_ASKED = ("resharding", "one-shard")  # parts of `make verify` of their own


def main(words):
    asked = _parser().parse_args(words)
    asked.what = asked.what or os.environ.get("WHAT", "").split()
    if os.environ.get("V"):
        return _of_variant(os.environ["V"], asked)
    if asked.naive == "on":
        with command.takes("2 minutes"):
            return naive_move.main()
    if asked.move:
        with command.takes("5 minutes for 25 kills"):
            until = time.monotonic() + asked.slice
            return _ended(faults_of_a_move.main(asked.kills, asked.seed, asked.resume, until))
    asked.db = command.choice("DB", asked.db or STAGES[asked.stage][0], STAGES[asked.stage])
    plans = plans_of(asked.stage)
    for what in set(asked.what) - set(plans):
        there = ", ".join(plans)
        raise Refusal(f"Stage {asked.stage} has no WHAT={what}. There are: {there}")
    with command.takes(TAKES):
        return _run_all(asked, plans, until=time.monotonic() + asked.slice)


def _of_variant(name, asked):
    """Run the plans in the variant's copy, with the same settings. Refuses those it can't have."""
    of = variants.read(name)
    there = dict.fromkeys([*PLANS[of["stage"]], "parts", *of.get("faults", [])])
    for what in set(asked.what) - set(there):
        raise Refusal(f"V={name} has no WHAT={what}. There are: {', '.join(there)}")
    given = {"WHAT": " ".join(asked.what), "KILLS": asked.kills, "SEED": asked.seed}
    given |= {"RESUME": "on" if asked.resume else "off"}
    return variants.main(name, "faults", *(f"{each}={value}" for each, value in given.items()))


def _run_all(asked, plans, until):
    for what in asked.what or [each for each in plans if each not in ONLY_IF_ASKED]:
        if not _run(what, asked, until):
            return _ended(False)
    return _ended(True)


def _ended(is_done):
    if not is_done:
        print("The slice is over; go on with --resume (of make: RESUME=on)")
    return 0 if is_done else UNFINISHED


def _run(what, asked, until):
    """True if all rounds are done."""
    run = Run(asked.stage, what, asked.db, asked.seed, source=source(asked.stage))
    if asked.resume:
        run = run.resumed()
    rounds = plan(what, run.stage, asked.kills, run.seed)
    try:
        run.go_on(rounds, until)
    except KeyboardInterrupt:
        raise
    except BaseException:
        print(f"{run.name}: round {run.done + 1}, seed {run.seed}, went wrong; see {run.data}")
        raise
    print(_told(run, what, len(rounds.rounds)), flush=True)
    return run.done >= len(rounds.rounds)


def _told(run, what, count):
    named = "kills" if what in COUNTED else "rounds"
    return (
        f"{run.name}: {run.done} of {count} {named}, 0 broken books; {run.orders} orders, "
        f"longest until at rest {run.longest:.1f} s (seed {run.seed})"
    )


def _parser():
    env = os.environ.get
    parser = command.Parser("tests.faults", description=__doc__)
    stage = partial(command.choice, "STAGE", allowed=STAGES)
    parser.add_argument("--stage", default=env("STAGE") or "1", type=stage)
    parser.add_argument("--what", action="append", help="one of the above; several times for more")
    parser.add_argument("--db", default=env("DB"))
    move = partial(command.choice, "MOVE", allowed=["1-2"])
    parser.add_argument("--move", default=env("MOVE"), type=move)
    naive = partial(command.choice, "NAIVE", allowed=["on", "off"])
    parser.add_argument("--naive", default=env("NAIVE"), type=naive)
    kills = partial(command.number, "KILLS")
    parser.add_argument("--kills", type=kills, default=env("KILLS") or "100")
    parser.add_argument("--seed", default=env("SEED") or "1")
    parser.add_argument("--slice", type=float, default=WITHOUT_END, help="seconds")
    resume = command.choice("RESUME", env("RESUME") or "off", ["on", "off"]) == "on"
    help = "go on where the last run stopped"
    parser.add_argument("--resume", action="store_true", default=resume, help=help)
    return parser


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
