import json

import pytest

from shop_rules import ids, product_files
from shop_rules.errors import Invalid, UnsupportedMedia

CSV, LINES = "text/csv", "application/x-ndjson"
HEADER = b"name,category,price\n"
AN_ID = "018f0000-0000-7000-8000-000000000000"


def rows(content, media_type=CSV):
    return product_files.rows(content, media_type)


def errors(content, media_type=LINES):
    return [row["error"] for row in rows(content, media_type)]


@pytest.mark.parametrize(
    "sent", [CSV, LINES, "Text/CSV; charset=utf-8", f'{LINES};charset="UTF-8"']
)
def test_two_types_are_known_in_utf_8(sent):
    assert product_files.check_type(sent) in (CSV, LINES)


@pytest.mark.parametrize("sent", [None, "", "text/plain", "text/csv; charset=latin-1", "text/csvx"])
def test_other_types_are_not(sent):
    with pytest.raises(UnsupportedMedia):
        product_files.check_type(sent)


def test_both_forms_become_the_same_rows():
    mug = {"name": "Mug", "description": "", "category": "Mugs", "price": 7, "currency": "EUR"}
    line = b'{"name": " Mug ", "category": "Mugs", "price": 7, "id": "%s"}' % AN_ID.encode()
    table = f"name,category,price,id\n Mug ,Mugs,7,{AN_ID}\n".encode()
    (one,), (other,) = rows(line, LINES), rows(table)
    assert one == {**other, "line": 1} == {"line": 1, "id": AN_ID, "product": mug, "error": ""}


def test_a_byte_order_mark_is_no_part_of_the_first_column():
    assert rows(b"\xef\xbb\xbf" + HEADER + b"Mug,Mugs,7\n")[0]["error"] == ""


@pytest.mark.parametrize("content, line", [(b"\xff", 1), (HEADER + b"a,b,1\nCaf\xe9,b,1\n", 3)])
def test_text_of_8_bits_is_refused_with_the_line(content, line):
    with pytest.raises(Invalid, match=f"not UTF-8: line {line}"):
        rows(content)


def test_a_file_has_rows_and_not_too_many():
    for content, media_type in ((b"", CSV), (HEADER, CSV), (b"\n", LINES)):
        with pytest.raises(Invalid, match="no rows"):
            rows(content, media_type)
    assert len(rows(b"{}\n" * product_files.MAX_ROWS, LINES)) == product_files.MAX_ROWS
    with pytest.raises(Invalid, match="more than 10000"):
        rows(b"{}\n" * (product_files.MAX_ROWS + 1), LINES)


def test_a_wrong_row_says_what_is_wrong_and_nothing_of_the_file():
    said = errors(b'{"=1+1": 1, "<b>": 2, "price": "secret"}\n[]\n{"price": 0}\n')
    assert said[0].startswith("name: Field required; category: Field required; price: ")
    assert "secret" not in said[0] and "<b>" not in said[0] and said[0].endswith("; 1 more")
    assert said[1:2] == ["not a JSON object."]


@pytest.mark.parametrize("id", ["x", AN_ID.upper(), AN_ID + "\n", 7, True])
def test_an_id_must_have_the_form_of_one(id):
    line = json.dumps({"name": "n", "category": "c", "price": 1, "id": id}).encode()
    assert errors(line)[0].startswith("id: ")


def test_the_second_row_with_an_id_is_wrong():
    line = b'{"name": "n", "category": "c", "price": 1, "id": "%s"}\n' % AN_ID.encode()
    assert errors(line * 3) == ["", *["id: another row has it already."] * 2]


def test_a_wrong_row_does_not_take_the_id():
    wrong = b'{"name": "", "category": "c", "price": 1, "id": "%s"}\n' % AN_ID.encode()
    assert errors(wrong + wrong.replace(b'""', b'"n"'))[1] == ""


@pytest.mark.parametrize("count, sizes", [(1, [1]), (100, [100]), (201, [100, 100, 1])])
def test_chunks_have_all_rows_in_order(count, sizes):
    found = rows(b"{}\n" * count, LINES)
    parts = list(product_files.chunks(found))
    assert [len(part) for part in parts] == sizes
    assert [row for part in parts for row in part] == found


def test_ids_of_the_shop_are_taken():
    line = b'{"name": "n", "category": "c", "price": 1, "id": "%s"}' % ids.new_id().encode()
    assert errors(line) == [""]
