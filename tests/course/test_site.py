"""The course as it is read: built once for all tests here."""

import hashlib
import re

import pytest

from machinery import compare, features, reference, tree
from tests.play.site import PAGES

from .built import Page, dead_links, elsewhere, in_styles
from .mkdocs import ROOT, build, small_site

MERMAID = "7a644017d37f93c8359790884e6b67fb1f747c78eb20475952404bd87190a3f8"  # SHA-256


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    where = tmp_path_factory.mktemp("site")
    built = build(where)
    assert built.returncode == 0, built.stdout + built.stderr
    return where


@pytest.fixture(scope="module")
def pages(site):
    """{path of the site, as 'adr/': Page}"""
    files = sorted(site.rglob("*.html"))
    return {
        file.relative_to(site).as_posix().removesuffix("index.html"): Page(file.read_text())
        for file in files
    }


def test_the_course_has_its_chapters(pages):
    chapters = sorted({path.split("/")[1][0] for path in pages if path.startswith("chapters/")})
    assert chapters == list("012345678")


def test_no_page_loads_anything_from_another_host(pages):
    assert {path: found for path, page in pages.items() if (found := elsewhere(page.loads))} == {}


def test_no_style_loads_anything_from_another_host(site):
    styles = list(site.rglob("*.css"))
    assert len(styles) > 1
    assert [found for file in styles if (found := elsewhere(in_styles(file.read_text())))] == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://example.com/x.js"></script>',
        '<link rel="stylesheet" href="//example.com/x.css">',
        '<img src="http://example.com/x.png">',
        '<img srcset="x.png 1x, https://example.com/x.png 2x">',
        "<p style=\"background: url('https://example.com/x.png')\">",
        "<style>@import 'https://example.com/x.css';</style>",
    ],
)
def test_what_is_loaded_from_another_host_is_found(text):
    assert len(elsewhere(Page(text).loads)) == 1


def test_what_is_only_linked_is_not_loaded():
    text = '<a href="https://example.com/">x</a><link rel="canonical" href="https://example.com/">'
    assert Page(text + '<img src="data:image/png;base64,AA"><script src="../x.js"></script>')
    assert elsewhere(Page(text).loads) == []


def test_every_link_and_anchor_leads_somewhere(pages):
    assert dead_links(pages) == []


def test_a_link_that_leads_nowhere_is_found():
    pages = {
        "a/": Page('<a href="../b/#there">x</a><a href="#not"></a><a href="../c/"></a>'),
        "b/": Page('<p id="there"><a href="../a/">x</a><a href="https://example.com/">x</a>'),
    }
    assert dead_links(pages) == ["a/: #not", "a/: ../c/"]


def test_diagrams_are_drawn_by_a_script_that_is_here_before_the_theme_looks_for_it(pages):
    with_diagrams = [path for path, page in pages.items() if "mermaid" in page.classes]
    assert "" in with_diagrams
    for path in with_diagrams:
        names = [load.rpartition("/")[2] for load in pages[path].loads]
        bundle = next(name for name in names if name.startswith("bundle."))
        assert names.index("mermaid.tiny.js") < names.index(bundle)


def test_the_script_that_draws_is_the_one_that_is_pinned(site):
    script = (site / "javascripts/mermaid.tiny.js").read_bytes()
    assert hashlib.sha256(script).hexdigest() == MERMAID
    assert b'globalThis["mermaid"]' in script  # so the theme fetches none


def test_only_pages_with_things_to_play_with_load_their_scripts(pages):
    playing = {path for path, page in pages.items() if "play" in page.classes}
    loading = {
        path for path, page in pages.items() if any("javascripts/play/" in x for x in page.loads)
    }
    assert playing == loading == {page.removesuffix(".md") + "/" for page in PAGES.values()}


@pytest.mark.parametrize("feature", tree.FEATURES)
def test_a_page_shows_the_file_of_each_stage_and_what_differs(feature, pages):
    for role in tree.roles(feature):
        said = _lines(pages[f"features/{feature}/{role}/"].said)
        for path in filter(None, tree.files(feature, role).values()):
            assert set(map(str.strip, compare.lines(path))) <= said, path
        for a, b in features.PAIRS:
            found = compare.unified(tree.file(a, feature, role), tree.file(b, feature, role))
            assert set(map(str.strip, found)) <= said


def _lines(text):
    return {line.strip() for line in text.splitlines()} | {""}


def test_every_operation_of_the_contract_is_in_the_reference(pages):
    names = re.findall(r"operationId: (\w+)$", (ROOT / "shared/openapi.yaml").read_text(), re.M)
    assert len(names) > 30
    shown = [pages[path.removesuffix(".md") + "/"].anchors for path in reference.menu()]
    assert set(names) <= set().union(*shown)
    assert all(len(anchors & set(names)) < 20 for anchors in shown), "a page a feature"


def test_every_decision_is_in_the_menu(pages):
    links = {link.rpartition("adr/")[2] for link in pages[""].links if "adr/" in link}
    decisions = {f"{path.stem}/" for path in (ROOT / "docs/adr").glob("0*.md")}
    assert decisions <= links


@pytest.mark.parametrize(
    "text, complaint",
    [
        ('```python\n--8<-- "stage1-monolith/nothing.py"\n```', "nothing.py"),
        ('```python\n--8<-- "stage1-monolith/shop/app.py:nothing"\n```', "nothing"),
        ("[x](nothing.md)", "nothing.md"),
        ("[x](#nothing)", "nothing"),
    ],
)
def test_a_site_with_something_missing_is_not_built(text, complaint, tmp_path):
    built = small_site(tmp_path, text)
    assert built.returncode
    assert complaint in built.stdout + built.stderr


def test_a_site_with_nothing_missing_is_built(tmp_path):
    listing = '```python\n--8<-- "stage1-monolith/shop/app.py"\n```'
    built = small_site(tmp_path, f"# x\n\n[y](#x)\n\n{listing}")
    assert built.returncode == 0, built.stderr
    assert "create_app" in Page((tmp_path / "site/index.html").read_text()).said
