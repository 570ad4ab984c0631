"""The two new rights, nothing beside them, and a contract that promises the same."""

from pathlib import Path

import pytest
import yaml

from shop_rules import policies

CONTRACT = Path(policies.__file__).parents[1] / "openapi.yaml"
WAREHOUSE, SUPPORT = ("staff", "warehouse"), ("staff", "support")


@pytest.fixture(scope="module")
def operations():
    paths = yaml.safe_load(CONTRACT.read_text("utf-8"))["paths"].values()
    said = [each for methods in paths for each in methods.values() if isinstance(each, dict)]
    return {each["operationId"]: each for each in said if "operationId" in each}


def test_the_policies_still_validate():
    texts = [policies.text(name) for name in ("policies.cedar", "policies.cedarschema")]
    assert policies.wrong_in(*texts) is None


def test_the_warehouse_adjusts_stock_and_changes_no_product():
    assert policies.allow(WAREHOUSE, "adjust_stock", own=False)
    for operation in ("create_product", "update_product", "archive_product", "put_image"):
        assert not policies.allow(WAREHOUSE, operation, own=False)
    assert not policies.allow(SUPPORT, "adjust_stock", own=False)
    assert not policies.allow(("staff",), "adjust_stock", own=False)


def test_support_cancels_up_to_five_hundred_euros():
    assert policies.allow(SUPPORT, "cancel_order", own=False, total=50_000)
    assert not policies.allow(SUPPORT, "cancel_order", own=False, total=50_001)
    assert not policies.allow(WAREHOUSE, "cancel_order", own=False, total=100)


def test_the_contract_promises_what_the_policies_allow(operations):
    assert set(operations["adjust_stock"]["x-roles"]) == {"catalog", "warehouse", "admin"}
    assert operations["cancel_order"]["x-roles-limits"] == {"support": {"total": 50_000}}
