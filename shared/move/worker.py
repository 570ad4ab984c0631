"""The worker of the catalog during a move: `celery -A move.worker worker`.

It works only while its side holds. Otherwise it would find no images here, and the fence would
refuse its writes. The side that holds next finds the work that was left undone.
"""

from catalog import tasks, worker

from . import neighbors
from .service import is_held
from .units import CATALOG

app = worker.app
_catch_up, _make_thumbnail = tasks.catch_up, tasks.make_thumbnail.run
_apply_chunk = tasks.apply_chunk.run


def catch_up() -> None:
    if is_held(CATALOG):
        _catch_up()


def make_thumbnail(product_id: str, picture: str, **more: str | None) -> None:
    if is_held(CATALOG):
        _make_thumbnail(product_id, picture, **more)


def apply_chunk(import_id: str, chunk_id: str, **more: str | None) -> None:
    if is_held(CATALOG):
        _apply_chunk(import_id, chunk_id, **more)


tasks.catch_up, tasks.make_thumbnail.run = catch_up, make_thumbnail
tasks.apply_chunk.run = apply_chunk
neighbors.wait_for_who_holds()
