"""The texts in a script: what stands in quotes, and in templates without what is put into them."""

import re

PIECES = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)
    |(?P<regex>(?<=[(,=:&|!?\s])/(?![*/\s])(?:\\.|\[[^\]\n]*\]|[^/\\\n\[])+/[a-z]*)
    |"(?P<text>(?:\\.|[^"\\\n])*)"
    |(?P<tick>`)|(?P<open>\{)|(?P<close>\})""",
    re.X | re.S,
)
PART = re.compile(r"((?:\\.|[^`\\$]|\$(?!\{))*)(`|\$\{)", re.S)


def texts(script):
    """[text], in the order in which they end. Of `${a} ms` it is " ms"."""
    found, inside, at = (
        [],
        [],
        0,
    )  # inside: for each open brace, the template it belongs to, or None
    while piece := PIECES.search(script, at):
        at = piece.end()
        kind = piece.lastgroup
        if kind == "text":
            found.append(piece["text"])
        elif kind == "open":
            inside.append(None)
        elif kind == "tick" or (kind == "close" and (template := inside.pop()) is not None):
            words, end = PART.match(script, at).groups()
            at += len(words) + len(end)
            template = ("" if kind == "tick" else template) + words
            if end == "`":
                found.append(template)
            else:
                inside.append(template)
    return found
