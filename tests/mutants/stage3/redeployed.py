"""A stage 3 that stays up while one mutant after another is deployed.

Deploying a changed artefact takes a few seconds, and the data stay. A new shop is started if data
of an earlier mutant could be mistaken for this one's fault.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.drivers.stage import OVERRIDE

from ..patch import patched, wrong_copy

FOLDERS = ("stage3-serverless", "shared")
DEPLOY_SECONDS = 120


@contextmanager
def redeployed(driver):
    """driver: of the stage. Yields shop_with, in the form that trial.py needs."""
    with tempfile.TemporaryDirectory(prefix="wrong-shop-") as folder:
        shop = Redeployed(driver, Path(folder))
        try:
            yield shop.shop_with
        finally:
            shop.close()


class Redeployed:
    def __init__(self, driver, folder):
        self._driver, self._folder, self._copy = driver, folder, folder / "copy"
        wrong_copy([], FOLDERS, self._copy)
        (self._copy / "shared/catalog/products.json").write_text("[]")  # the suite adds its own
        self._right, self._shop, self._open, self._count = {}, None, ExitStack(), 0

    @contextmanager
    def shop_with(self, patches, untouched=False):
        """untouched: a shop that no test has used before."""
        self._put_right()
        for file, text in patched(patches, self._copy).items():
            self._right[file] = (self._copy / file).read_text()
            (self._copy / file).write_text(text)
        if untouched or not self._shop:
            self._open_anew()
        else:
            self._deploy()
        yield self._shop

    def close(self):
        self._open.close()

    def _put_right(self):
        for file, text in self._right.items():
            (self._copy / file).write_text(text)
        self._right = {}

    def _open_anew(self):
        self.close()
        self._count += 1
        self._shop = self._open.enter_context(
            self._driver.running(
                data=self._folder / f"data-{self._count}",
                source=self._copy / "stage3-serverless",
                env={"PYTHONPATH": str(self._copy / "shared")},
            )
        )

    def _deploy(self):
        given = OVERRIDE | {
            "PORT": str(self._shop.run["parts"]["aws"]["port"]),
            "PUBLIC_PORT": str(self._shop.run["parts"]["door"]["port"]),
            "DATA": str(self._shop.data),
            "LOCAL_AWS_KEY": self._shop.secret("aws_key"),
            "LOCAL_AWS_SECRET": self._shop.secret("aws_secret"),
            "PAYMENT_URL": self._shop.provider,
            "PAYMENT_KEY": self._shop.provider_key,
            **{k: v for k, v in self._shop.run["offers"].items() if k.startswith("IDENTITY_")},
            "PYTHONPATH": f"{self._copy / 'stage3-serverless'}{os.pathsep}{self._copy / 'shared'}",
        }
        words = [sys.executable, "-m", "deploy.local"]
        how = {"capture_output": True, "text": True, "timeout": DEPLOY_SECONDS}
        run = subprocess.run(words, env=os.environ | given, cwd=self._copy, **how)
        assert run.returncode == 0, run.stdout + run.stderr
