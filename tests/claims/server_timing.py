"""Reads a response's Server-Timing header: https://www.w3.org/TR/server-timing/."""

import re

DATABASE = re.compile(r"database;dur=([\d.]+)")


def database(answer):
    """The database's milliseconds, as text; None if it was not queried."""
    found = DATABASE.search(answer.headers["Server-Timing"])
    return found and found[1]


def database_in_words(answer):
    return f"{database(answer)} ms" if database(answer) else "not queried"
