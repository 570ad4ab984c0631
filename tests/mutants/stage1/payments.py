from ..patch import Patch

USECASES = "stage1-monolith/shop/payments/usecases.py"
PROVIDER = "stage1-monolith/shop/payments/provider.py"
SETTLING = "stage1-monolith/shop/orders/usecases.py"

ASK_AGAIN = """
    except provider.Unknown:
        return provider.read(reference)
"""
READ_AND_REFUND = """
        if _refunded(provider.read(reference)):
            return True
        provider.refund(reference, order_id)
        return _refunded(provider.read(reference))
"""

PATCHES = {
    "charges-twice-on-retry": [
        Patch(USECASES, "    if reference is None:\n", "    if True:\n"),
        Patch(USECASES, ASK_AGAIN, "\n    except provider.Unknown:\n        raise\n"),
        Patch(
            PROVIDER,
            '"/v1/payment_intents", form, order_id)["id"]',
            '"/v1/payment_intents", form, telemetry.next_traceparent())["id"]',
        ),
        Patch(PROVIDER, 'form, f"confirm-{order_id}")', 'form, f"confirm-{reference}")'),
    ],
    "refund-is-forgotten": [Patch(USECASES, READ_AND_REFUND, "\n        return True\n")],
    "silence-is-a-no": [
        Patch(
            USECASES,
            ASK_AGAIN,
            "\n    except provider.Unknown:\n        raise provider.Declined() from None\n",
        )
    ],
    "silence-is-a-yes": [
        Patch(
            USECASES,
            ASK_AGAIN,
            '\n    except provider.Unknown:\n        return {"status": "succeeded"}\n',
        )
    ],
    "gives-up-at-once": [Patch(USECASES, "        return None\n", '        return "cancelled"\n')],
    "refund-is-not-waited-for": [
        Patch(
            USECASES,
            """
        telemetry.write("refund unknown", level=40, order_id=order_id, error=str(error))
        return False
""",
            """
        telemetry.write("refund unknown", level=40, order_id=order_id, error=str(error))
        return True
""",
        )
    ],
    "empty-shelf-is-charged": [
        Patch(
            SETTLING,
            """
    if order["status"] == rules.PENDING:
        _buy(""",
            """
    if order["reason"] == rules.OUT_OF_STOCK:
        peers.charge(order, payment_method)
    if order["status"] == rules.PENDING:
        _buy(""",
        )
    ],
    "declined-payment-stays-pending": [
        Patch(SETTLING, '            peers.record_payment(tx, order["id"], payment_status)\n', "")
    ],
    "three-d-secure-is-left-open": [
        Patch(
            USECASES,
            'return "declined" if _give_up(order, reference) == "cancelled" else None',
            'return "declined"',
        )
    ],
}
