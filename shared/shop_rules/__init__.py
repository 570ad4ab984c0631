"""What no architecture changes: the shop's rules, the same bytes in every stage.

Pure: no I/O, no framework, no environment. `tests/layout` holds it to that.
"""
