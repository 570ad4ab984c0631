"""Reads what MkDocs built: which files a page loads, where it leads, which anchors it has."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

LOADED = {  # the attribute of each element that makes a browser fetch something
    "script": "src",
    "img": "src",
    "iframe": "src",
    "embed": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "track": "src",
    "object": "data",
    "link": "href",
}
LINKED_ONLY = {"canonical", "prev", "next", "alternate", "author", "license"}
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.loads, self.links, self.text = [], [], []
        self.anchors, self.classes = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if LOADED.get(tag) in given and not set(given.get("rel", "").split()) & LINKED_ONLY:
            self.loads.append(given[LOADED[tag]])
        if "srcset" in given:
            self.loads += [one.split()[0] for one in given["srcset"].split(",")]
        self.loads += in_styles(given.get("style", ""))
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}

        self.text += ["\n"] if tag == "pre" else []
        self.classes |= set(given.get("class", "").split())

    def handle_data(self, data):
        self.text.append(data)
        if self.lasttag == "style":
            self.loads += in_styles(data)

    @property
    def said(self):
        return "".join(self.text)


def in_styles(text):
    return [first or second for first, second in IN_STYLES.findall(text)]


def elsewhere(addresses):
    """Those on another host. A data: address holds what it stands for."""
    split = [(address, urlsplit(address.strip())) for address in addresses]
    return [address for address, parts in split if parts.netloc or _is_foreign(parts.scheme)]


def _is_foreign(scheme):
    return scheme not in ("", "data")


def dead_links(pages):
    """pages: {path of the site, as 'adr/': Page}"""
    return [f"{at}: {link}" for at, page in pages.items() for link in _dead(at, page, pages)]


def _dead(at, page, pages):
    for link in page.links:
        parts = urlsplit(urljoin(f"//site/{at}", link))
        if parts.netloc != "site" or parts.scheme not in ("", "http"):
            continue
        target = pages.get(unquote(parts.path).lstrip("/"))
        anchor = unquote(parts.fragment)
        if target is None or (anchor and anchor not in target.anchors):
            yield link
