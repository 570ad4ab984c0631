class Refusal(Exception):
    """Told to the user as it is, in one line: what happened, and what to type."""
