"""Deliberately wrong shops. A suite that lets one of them pass does not bite.

    python -m tests.mutants --stage 1 [--only NAME …] [--sample N] [--list] [--resume]

`ideas` says what is wrong and who should notice, whatever the architecture; `stage1` and `stage2`
have each idea as a patch of that stage, and say how a shop with patches in it is opened. What no
client of a shop can see, `inside` holds against the tests of single parts, in a copy.
"""
