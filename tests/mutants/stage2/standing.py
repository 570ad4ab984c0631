"""A stage 2 that stays up while one mutant after another is patched in and removed.

Starting all its processes takes longer than most tests. So only those that load a changed file are
restarted, and the data stay. A new shop is started if the tables change, or if data of an earlier
mutant could be mistaken for this one's fault.
"""

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..patch import patched, wrong_copy
from .loaded import loaded

FOLDERS = ("stage2-services", "shared")


@contextmanager
def standing(driver):
    """driver: of the stage. Yields shop_with, in the form that trial.py needs."""
    with tempfile.TemporaryDirectory(prefix="wrong-shop-") as folder:
        stands = Standing(driver, Path(folder))
        try:
            yield stands.shop_with
        finally:
            stands.close()


class Standing:
    def __init__(self, driver, folder):
        self._driver, self._folder = driver, folder
        self._right, self._copy = folder / "right", folder / "copy"
        for where in (self._right, self._copy):
            wrong_copy([], FOLDERS, where)
            (where / "shared/catalog/products.json").write_text("[]")  # the suite adds its own
        self._wrong, self._shop, self._open, self._count = {}, None, ExitStack(), 0

    @contextmanager
    def shop_with(self, patches, untouched=False):
        """untouched: a shop that no test has used before."""
        changed = self._put(patched(patches, self._right))
        if untouched or not self._shop or needs_new_tables(changed):
            self._open_anew()
        else:
            self._start_again([part for part in self._parts() if changed & self._files(part)])
        yield self._shop

    def close(self):
        self._open.close()

    def _put(self, wrong):
        """The files to change: those to patch, and those to restore. wrong: {file: text}"""
        right = {file: (self._right / file).read_text() for file in self._wrong.keys() - wrong}
        now = {**right, **wrong}
        changed = {file for file, text in now.items() if text != (self._copy / file).read_text()}
        for file in changed:
            (self._copy / file).write_text(now[file])
        self._wrong = wrong
        return changed

    def _open_anew(self):
        self.close()
        self._count += 1
        self._shop = self._open.enter_context(
            self._driver.running(
                data=self._folder / f"data-{self._count}",
                source=self._copy / "stage2-services",
                env={"PYTHONPATH": str(self._copy / "shared")},
            )
        )

    def _start_again(self, parts):
        for part in parts:
            self._shop.kill(part)
        for part in parts:
            self._shop.wait_ready(part)

    def _parts(self):
        """The parts that run the project's code."""
        names = self._shop.run["parts"]
        return [
            part for part in names if (self._copy / "stage2-services" / _service(part)).is_dir()
        ]

    def _files(self, part):
        return loaded(self._right, f"stage2-services/{_service(part)}")


def needs_new_tables(files):
    return any("/migrations/" in file for file in files)


def _service(part):
    """orders-worker is a part of orders."""
    return part.partition("-")[0]
