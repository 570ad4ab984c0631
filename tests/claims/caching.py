"""Two caches of the monolith: the one in memory saves queries, the browser's saves bytes.

Server-Timing shows which reads queried the database.
"""

from tests.drivers import stage1

from .lost_update import put, wanted
from .opened import must, running
from .server_timing import database, database_in_words


def shown():
    with running(stage1) as (site, staff):
        product, best = f"/products/{site.product['id']}", "/products/bestsellers"
        yield f"{'':38}{'status':>7}{'database':>13}{'bytes':>7}"
        staff.get(product)  # warm up: a process's first request is slower
        yield row("the bestsellers", staff.get(best))
        yield row("… again, within two seconds", again := staff.get(best))
        yield row("a product", whole := staff.get(product))
        kept = {"If-None-Match": whole.headers["ETag"]}
        yield row("… with the ETag of a copy", same := staff.get(product, headers=kept))
        put(staff, product, wanted(site.product, price=990), whole.headers["ETag"])
        yield row("… after it was changed", new := staff.get(product, headers=kept))
        must(not database(again), "The bestsellers are not remembered.")
        statuses = [answer.status_code for answer in (whole, same, new)]
        must(statuses == [200, 304, 200], f"The product is answered with {statuses}.")
        must(size(same) < size(whole), "A 304 is not smaller.")


def row(what, answer):
    return f"{what:38}{answer.status_code:>7}{database_in_words(answer):>13}{size(answer):>7}"


def size(answer):
    """Bytes of the headers, as sent, and of the body."""
    lines = [f"{name}: {value}\r\n" for name, value in answer.headers.items()]
    return len("".join(lines)) + len(answer.content)
