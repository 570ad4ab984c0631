"""Steps with products, their images and their stock."""

from tests.contract.files import CSV, JSON_LINES, as_csv, as_lines, finished, send
from tests.contract.pictures import picture, png_claiming
from tests.contract.version import money

from .words import any_of, good, key, owned, someone, step

PICTURES = {
    "png": picture("PNG", 300, 150),
    "jpeg": picture("JPEG", 40, 80),
    "webp": picture("WEBP", 16, 16),
    "enormous": png_claiming(10_000, 10_000),
    "none": b"no picture at all",
}
TYPES = {"jpeg": "image/jpeg", "webp": "image/webp"}
FORMS = {"csv": (as_csv, CSV), "lines": (as_lines, JSON_LINES), "mixed": (as_lines, CSV)}


def show_product(play, who, good, if_none_match):
    seen = play.etags.get(good, '"0"')
    tags = {"seen": seen, "*": "*", "weak": f'"0", W/{seen}', "stale": '"nothing"'}
    headers = {"If-None-Match": tags[if_none_match]} if if_none_match else None
    answer = play.at(who).get(play.product(good), headers=headers)
    play.etags[good] = answer.headers.get("ETag", seen)
    return answer


def show_availability(play, who, good):
    play.settle()
    return play.at(who).get(f"{play.product(good)}/availability")


def show_stock(play, who, good):
    play.settle()
    return play.at(who).get(f"{play.product(good)}/stock")


def adjust(play, who, good, delta, key):
    """Whether it comes before or after what an open order takes is chance, so none is open."""
    play.settle()
    path = f"{play.product(good)}/stock/adjustments"
    body = {"delta": delta, "reason": "counted"}
    answer = play.at(who).post(path, body, headers=play.key(key))
    if answer.status_code == 201:
        play.left[good] = play.stock(good)["available"]
    return answer


def change_product(play, who, good, if_match):
    seen = play.etags.get(good, '"0"')
    tags = {"seen": seen, "*": "*", "stale": '"nothing"', "weak": f"W/{seen}"}
    headers = {"If-Match": tags[if_match]} if if_match else None
    body = {"name": f"New {good} {play.name}", "category": play.name, "price": money(777)}
    return play.at(who).put(play.product(good), body, headers=headers)


def rename(play, good, name, price):
    body = {"name": name, "category": play.name, "price": money(price), "description": name}
    return play.at("staff").put(play.product(good), body, headers={"If-Match": "*"})


def archive(play, who, good):
    return play.at(who).delete(play.product(good))


def put_picture(play, who, good, form):
    headers = {"Content-Type": TYPES.get(form, "image/png")}
    path = f"{play.product(good)}/image"
    return play.at(who).put(path, data=PICTURES[form], headers=headers)


def show_picture(play, who, good, size):
    """Shown at once or by way of a redirect, as the contract leaves open."""
    answer = play.at(who).get(f"{play.product(good)}/image", params={"size": size})
    return "shown" if answer.status_code in (200, 302) else answer


def import_goods(play, who, good, form, key):
    """A row for a product that is there, one for a new one, and two that are wrong: the report."""
    plain = {"id": "", "category": play.name, "price": 5, "name": f"Imported {good} {play.name}"}
    rows = [plain, {**plain, "id": play.goods[good]}, {**plain, "price": 0}, {**plain, "name": ""}]
    make, media_type = FORMS[form]
    rows = rows if form == "csv" else [{**row, "id": row["id"] or None} for row in rows]
    answer = send(play.at(who), make(rows), media_type, f"{key}-{play.name}" if key else None)
    if answer.status_code != 202:
        return answer
    made = finished(play.at("staff"), answer.json()["data"])
    return play.at("staff").get(f"/product-imports/{made['id']}")


SELDOM = [
    step(show_product, someone, good, any_of("", "seen", "seen", "*", "weak", "stale")),
    step(show_product, someone, good, any_of("", "seen")),
    step(show_availability, someone, good),
    step(show_stock, someone, good),
    step(adjust, any_of("staff"), owned, any_of(1, 2, -1, -2), key),
    step(adjust, someone, good, any_of(1, -1, -50, 0, 1_000_001), key),
    step(change_product, any_of("staff"), owned, any_of("seen", "*")),
    step(change_product, someone, good, any_of("seen", "", "*", "stale", "weak")),
    step(archive, someone, good),
    step(archive, any_of("staff"), owned),
    step(import_goods, any_of("staff"), good, any_of("csv", "lines"), key),
    step(import_goods, someone, good, any_of("csv", "mixed"), key),
]
PICTURED = [
    step(put_picture, any_of("staff"), owned, any_of("png", "jpeg", "webp", "enormous", "none")),
    step(put_picture, someone, good, any_of("png", "none")),
    step(show_picture, someone, good, any_of("full", "huge")),
]
