"""What an answer says of the time it took: https://www.w3.org/TR/server-timing/."""

import re

DATABASE = re.compile(r"database;dur=([\d.]+)")


def database(answer):
    """Milliseconds, as text; None if the database was not asked."""
    found = DATABASE.search(answer.headers["Server-Timing"])
    return found and found[1]


def database_in_words(answer):
    return f"{database(answer)} ms" if database(answer) else "not asked"
