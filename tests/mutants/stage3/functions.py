"""Patches for ideas that only stage 3 has."""

from ..patch import Patch

HOME = "stage3-serverless/chalicelib"
DB, STOCK = f"{HOME}/db.py", f"{HOME}/inventory/store.py"
ORDERS, USECASES = f"{HOME}/orders/store.py", f"{HOME}/orders/usecases.py"

PATCHES = {
    "an-unconditional-write": [
        Patch(
            STOCK,
            '" AND ".join(enough), lost, **values)',
            '"attribute_exists(#version)", lost, **values)',
        ),
        Patch(STOCK, '| ({"quantity": quantity} if enough else {})', ""),
    ],
    "an-unconditional-move": [
        Patch(ORDERS, '"#version = :was", Changed', '"#version >= :was", Changed'),
    ],
    "an-unconditional-cart": [
        Patch(
            f"{HOME}/cart/store.py",
            '"#version = :was"',
            '"#version >= :was"',
        )
    ],
    "half-of-a-transaction": [
        Patch(
            DB,
            '        calls.call("transact_write_items", losses, TransactItems=items)\n',
            "        for item, lost in zip(items, losses, strict=True):\n"
            '            if "ConditionCheck" not in item:\n'
            "                _commit([(item, lost)])\n",
        )
    ],
    "a-handler-that-is-not-idempotent": [
        Patch(USECASES, '    if not row["reserved"]:\n', "    if True:\n")
    ],
    "links-lead-behind-the-door": [
        Patch(
            f"{HOME}/objects.py",
            "    return config().public_url + url.removeprefix(signed_for)\n",
            "    return url\n",
        )
    ],
    "a-batch-that-fails-whole": [
        Patch(
            f"{HOME}/catalog/usecases.py",
            "    decoder.thumbnail(content)",
            "    ...",  # else no undecodable image reaches the queue
        ),
        Patch(
            f"{HOME}/catalog/tasks.py",
            "    except Invalid as error:\n",
            "    except ZeroDivisionError as error:\n",
        ),
        Patch(
            f"{HOME}/events.py",
            "        except Exception as error:\n",
            "        except ZeroDivisionError as error:\n",
        ),
        Patch(
            "stage3-serverless/resources.yaml", "VisibilityTimeout: 90", "VisibilityTimeout: 900"
        ),
        Patch(
            "stage3-serverless/app.py",
            'queue="shop-thumbnails", batch_size=1',
            'queue="shop-thumbnails", batch_size=10, maximum_concurrency=2',
        ),
    ],
    "an-outbox-nobody-reads": [
        Patch(
            f"{HOME}/orders/tasks.py", 'and row["attempts"] == 0:', 'and row["attempts"] > 10**6:'
        )
    ],
    "prices-sort-as-text": [
        Patch(f"{HOME}/catalog/store.py", "{price:08d} {product_id}", "{price} {product_id}")
    ],
    "filters-cut-pages-short": [
        Patch(
            DB,
            '{"Limit": limit} if limit and not only else {}',
            '{"Limit": limit} if limit else {}',
        ),
        Patch(DB, 'if enough or "LastEvaluatedKey" not in answer:', "if True:"),
    ],
    "a-stream-that-only-knows-new-stock": [
        Patch(
            f"{HOME}/catalog/store.py",
            '"#stock_version < :stock_version"',
            '"#stock_version < :stock_version AND #stock_version < :two", two=2',
        )
    ],
}
