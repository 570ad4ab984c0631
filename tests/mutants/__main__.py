"""python -m tests.mutants: shows which test of the contract suite catches each mutant.

A mutant that survives shows a missing test, and makes the exit code 1.
"""

import os
import sys
from functools import partial

from local import command
from local.refusal import Refusal

from . import run, stubs
from .ideas import every_idea
from .record import Record
from .sample import SAMPLE
from .trial import RIGHT, stage_of

TAKES = "60 to 120 minutes"


def main(words):
    asked = parser().parse_args(words)
    stage = stage_of(asked.stage)
    ideas = chosen(asked, stage)
    if asked.list:
        return show_list(ideas)
    run.stop_on_a_signal()
    record = Record(f"stage{asked.stage}", stage.FOLDERS)
    try:
        with command.takes(TAKES):
            not_caught = try_all(stage, ideas, record, asked.resume, with_why=bool(asked.only))
        not_caught += [] if asked.only or asked.sample else try_stubs()
    except run.ControlFailed as error:
        print(f"The right shop fails as well: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        again = f"make mutants STAGE={asked.stage} ARGS=--resume"
        print(f"Cut short. To go on from here: {again}", file=sys.stderr)
        return command.CUT_SHORT
    print(f"Not caught: {', '.join(not_caught)}" if not_caught else "All were caught.")
    return 1 if not_caught else 0


def parser():
    made = command.Parser(prog="python -m tests.mutants", description=__doc__)
    stage = partial(command.choice, "STAGE", allowed=("1", "2", "3"))
    made.add_argument("--stage", default=os.environ.get("STAGE") or "1", type=stage)
    made.add_argument("--only", nargs="+", metavar="NAME", help="these wrong shops and no others")
    made.add_argument("--sample", type=int, metavar="N", help="the N most telling ones")
    made.add_argument("--list", action="store_true", help="name them and run nothing")
    made.add_argument("--resume", action="store_true", help="leave out what was caught before")
    return made


def chosen(asked, stage):
    """{name: Idea} of the stage's mutants that were asked for."""
    ideas = {name: idea for name, idea in every_idea().items() if name in stage.PATCHES}
    sample = SAMPLE[asked.stage][: asked.sample] if asked.sample else ()
    names = asked.only or sample or ideas
    unknown = set(names) - set(ideas)
    if unknown:
        raise Refusal(f"There is no {', '.join(sorted(unknown))}. --list names them all.")
    return {name: ideas[name] for name in names}


def show_list(ideas):
    longest = max(map(len, ideas)), max(len(idea.kind) for idea in ideas.values())
    for name, idea in ideas.items():
        print(f"{name:<{longest[0]}}  {idea.kind:<{longest[1]}}  {idea.title}")


def try_all(stage, ideas, record, resume, with_why=False):
    """The names of the mutants that survived."""
    if not resume:
        record.forget()
    known = record.caught()
    before = [name for name in ideas if name in known]
    for name in before:
        show(known[name], with_why)
    left = {name: idea for name, idea in ideas.items() if name not in known}
    not_caught = []
    for verdict in run.verdicts(stage, left, [ideas[name] for name in before]) if left else ():
        show(verdict, with_why)
        if verdict.caught_by:
            record.note(verdict)
        elif verdict.name != RIGHT:
            not_caught.append(verdict.name)
    return not_caught


def show(verdict, with_why=False):
    result = f"caught by {verdict.caught_by}" if verdict.caught_by else "SURVIVED"
    result = "passes" if verdict.name == RIGHT else verdict.trouble or result
    print(f"{verdict.name:<36}{result} ({verdict.seconds:.0f} s)", flush=True)
    if with_why and verdict.why:
        print(f"    {verdict.why}", flush=True)


def try_stubs():
    """The names of the stubs that pass some file of the suite."""
    not_caught = []
    for name, app in stubs.STUBS.items():
        files, failed, passed = stubs.unimpressed_files(app)
        result = f"SURVIVED {', '.join(files)}" if files else "caught by every file"
        print(f"{name:<36}{result} ({failed} tests fail, {passed} pass)", flush=True)
        not_caught += [name] if files else []
    return not_caught


if __name__ == "__main__":
    sys.exit(command.run(main, sys.argv[1:]))
