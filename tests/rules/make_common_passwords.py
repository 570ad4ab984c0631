"""`python -m tests.rules.make_common_passwords LIST`: write shop_rules/common_passwords.py anew.

LIST is a file of passwords, the most common first: 10_million_password_list_top_1M.txt, of the
source that the written file names.
"""

import base64
import sys
import zlib
from pathlib import Path

from shop_rules import common_passwords, texts

COUNT, SHORTEST, WIDTH = 10_000, 10, 96
SEPARATOR = '\n_PACKED = """\n'


def commonest(lines, count=COUNT):
    """The first `count` of at least SHORTEST characters, in the form they are compared in, sorted.

    One character repeated is left out: it is refused whether it is common or not.
    """
    found = {}
    for line in lines:
        word = line.rstrip("\r\n")
        key = texts.name_key(word)
        if len(word) >= SHORTEST and len(set(key)) > 1:
            found[key] = True
        if len(found) == count:
            break
    return sorted(found)


def packed(words):
    """In lines of WIDTH characters, none of which a Python string has to escape."""
    text = base64.b85encode(zlib.compress("\n".join(words).encode(), 9)).decode()
    return "\n".join(text[start : start + WIDTH] for start in range(0, len(text), WIDTH))


def written(source, words):
    """The source of common_passwords.py, with these words in it."""
    return source.partition(SEPARATOR)[0] + f'{SEPARATOR}{packed(words)}\n"""\n'


def main(path):
    file = Path(common_passwords.__file__)
    with open(path, encoding="utf-8") as lines:
        file.write_text(
            written(file.read_text(encoding="utf-8"), commonest(lines)), encoding="utf-8"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
