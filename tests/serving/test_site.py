"""The storefront's files: which addresses they have, and that script, server and bucket agree."""

import re
from pathlib import Path

import pytest

from serving import site
from serving.site import FOLDER, INDEX, PAGE, files, name_of

ID = "01a1ed90-02b4-7b5f-a2d8-6c03e97411a5"
APP = (FOLDER / "js" / "app.js").read_text("utf-8")
ROUTES = re.findall(
    r'^  "?([\w/:-]*)"?: ', APP.partition("const ROUTES")[2].partition("};")[0], re.M
)
IMPORT = re.compile(r"""(?:from|import\()\s*"(\.[^"]+)\"""")


def test_the_pages_of_the_server_are_those_of_the_script():
    assert len(ROUTES) == 19
    for route in ROUTES:
        assert PAGE.fullmatch("/" + route.replace(":id", ID)), route
        assert not PAGE.fullmatch("/" + route.replace(":id", ID) + "/more/more"), route


@pytest.mark.parametrize(
    "path", ["/api/v1/products", "/admin", "/index.html", "/cart/", "//", "", "/product", "/cart\n"]
)
def test_no_other_address_is_a_page(path):
    assert name_of(path) is None


@pytest.mark.parametrize(
    "path", ["/assets/0123456789ab/../x.js", "/assets/0123456789ab/js/.x", "/assets/x/shop.css"]
)
def test_what_could_climb_out_is_no_file_of_it(path):
    assert name_of(path) is None


def test_every_file_is_at_its_address_and_every_reference_leads_to_one():
    made = files("Stage 0")
    for name in made:
        assert name == INDEX or name_of(f"/{name}") == name
    referred = re.findall(r'(?:href|src)="(assets/[^"]+)"', made[INDEX].content.decode())
    assert len(referred) >= 4
    assert set(referred) <= set(made)
    for name, file in made.items():
        for other in IMPORT.findall(file.content.decode()):
            target = (Path(name).parent / other).as_posix()
            assert Path(target).resolve() in {Path(each).resolve() for each in made}, name


def test_a_change_of_any_file_changes_the_names_of_all(tmp_path, monkeypatch):
    before = set(files("Stage 0"))
    for name, content in ((p.relative_to(FOLDER), p.read_bytes()) for p in FOLDER.rglob("*.*")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content + (b"\n" if name.name == "tokens.css" else b""))
    monkeypatch.setattr(site, "FOLDER", tmp_path)
    assert before & set(files("Stage 0")) == {INDEX}


def test_below_a_prefix_the_page_says_so():
    page = files("Stage 1", "/desk")[INDEX].content.decode()
    assert '<base href="/desk/">' in page
    assert 'content="Stage 1"' in page
    assert not re.search(r'(?:href|src)="/(?!desk/)', page)


def test_no_script_makes_markup_of_text_and_no_raw_color_is_outside_the_tokens():
    for path in FOLDER.rglob("*.js"):
        text = path.read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text
        ), path
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", (FOLDER / "shop.css").read_text("utf-8"))


def test_a_page_may_show_images_of_the_bucket_they_are_redirected_to():
    policy = dict(site.headers("https://pictures.example"))["Content-Security-Policy"]
    assert "img-src 'self' https://pictures.example;" in policy
    assert "img-src 'self';" in dict(site.headers())["Content-Security-Policy"]
