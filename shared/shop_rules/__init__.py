"""The shop's business rules, the same code in every architecture.

Pure: no I/O, no framework, no environment. `tests/layout` holds it to that.
"""
