"""Reads Dockerfiles: [(instruction, the rest)], lines that go on joined."""

import json
import re

from .cluster import STAGE


def instructions(text):
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return [(name, rest) for name, rest in pairs]


def of(service):
    return instructions((STAGE / service / "Dockerfile").read_text())


def said(image, instruction):
    return [rest for name, rest in image if name == instruction]


def last_stage(image):
    begins = max(i for i, (name, _) in enumerate(image) if name == "FROM")
    return image[begins:]


def command(image):
    return json.loads(said(image, "CMD")[-1])


def variables(image):
    words = " ".join(said(last_stage(image), "ENV")).split()
    return dict(word.split("=", 1) for word in words)


def copied(image):
    """[(what, where to)] from the project's folder."""
    pairs = [rest.split() for rest in said(image, "COPY") if not rest.startswith("--from")]
    return [tuple(pair) for pair in pairs]
