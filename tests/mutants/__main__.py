"""python -m tests.mutants: shows that the contract suite catches wrong shops, and by which test.

A wrong shop that survives is a test that is missing, and makes the exit code 1.
"""

import argparse
import os
import sys

from . import run, stubs
from .ideas import every_idea
from .patch import Drifted
from .record import Record
from .sample import SAMPLE
from .suite import Undecided
from .trial import RIGHT, Broken, stage_of


def main(words):
    asked = parser().parse_args(words)
    stage = stage_of(asked.stage)
    ideas = chosen(asked, stage)
    if asked.list:
        return show_list(ideas)
    run.stop_on_a_signal()
    record = Record(f"stage{asked.stage}", stage.FOLDERS)
    try:
        survivors = try_all(stage, ideas, record, asked.resume)
        survivors += [] if asked.only or asked.sample else try_stubs()
    except (Broken, Drifted, Undecided, run.ControlFailed) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Cut short. --resume goes on from here.", file=sys.stderr)
        return 130
    print(f"{len(survivors)} survived." if survivors else "None survived.")
    return 1 if survivors else 0


def parser():
    made = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    made.add_argument("--stage", default=os.environ.get("STAGE") or "1")
    made.add_argument("--only", nargs="+", metavar="NAME", help="these wrong shops and no others")
    made.add_argument("--sample", type=int, metavar="N", help="the N most telling ones")
    made.add_argument("--list", action="store_true", help="name them and run nothing")
    made.add_argument("--resume", action="store_true", help="leave out what was caught before")
    return made


def chosen(asked, stage):
    """{name: Idea} of those that the stage has and that are asked for."""
    ideas = {name: idea for name, idea in every_idea().items() if name in stage.PATCHES}
    names = asked.only or SAMPLE[: asked.sample] if asked.only or asked.sample else ideas
    unknown = set(names) - set(ideas)
    if unknown:
        sys.exit(f"There is no {', '.join(sorted(unknown))}. --list names them all.")
    return {name: ideas[name] for name in names}


def show_list(ideas):
    for name, idea in ideas.items():
        print(f"{name:<36}{idea.kind:<14}{idea.title}")


def try_all(stage, ideas, record, resume):
    """The names of the survivors."""
    if not resume:
        record.forget()
    known = record.caught()
    for name in ideas.keys() & known.keys():
        show(known[name])
    left = {name: idea for name, idea in ideas.items() if name not in known}
    survivors = []
    for verdict in run.verdicts(stage, left) if left else ():
        show(verdict)
        if verdict.caught_by:
            record.note(verdict)
        elif verdict.name != RIGHT:
            survivors.append(verdict.name)
    return survivors


def show(verdict):
    result = f"caught by {verdict.caught_by}" if verdict.caught_by else "SURVIVED"
    result = "passes" if verdict.name == RIGHT else result
    print(f"{verdict.name:<36}{result} ({verdict.seconds:.0f} s)", flush=True)


def try_stubs():
    """The names of those that some file of the suite finds in order."""
    survivors = []
    for name, app in stubs.STUBS.items():
        files, failed, passed = stubs.unimpressed_files(app)
        result = (
            f"SURVIVED {', '.join(files)}" if files else f"caught by every file, {failed} tests"
        )
        print(f"{name:<36}{result} ({passed} pass)", flush=True)
        survivors += [name] if files else []
    return survivors


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
