class Refusal(Exception):
    """An error that is printed to the user in one line: what happened, and what to type."""
