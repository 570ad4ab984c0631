"""Mutants: deliberately broken shops. The contract suite must fail on each of them.

    python -m tests.mutants --stage 1 [--only NAME …] [--sample N] [--list] [--resume]

`ideas` describes each mutant and the tests that should catch it, for any architecture. `stage1`
and so on have a patch of that stage for each idea, and start a patched shop. `inside` runs mutants
that no client can notice against the tests of single parts, in a copy of the repository.
"""
