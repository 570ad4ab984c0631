"""A shop that has many of each: rows put into the tables of stage 1 as they are at rest."""

import sqlalchemy as sa

from shop.accounts import store as accounts
from shop.catalog import store as catalog
from shop.inventory import store as inventory
from shop.notifications import store as notifications
from shop.orders import tables
from shop.payments import store as payments
from shop_rules import ids

AT = "2026-01-01T00:00:00.000Z"
CATEGORIES, RARE, OPEN = 5, 3, 30  # in the category "rare": products; open: orders


def people(tx, count):
    """Adds so many, and returns their ids."""
    new = [ids.new_id() for _ in range(count)]
    tx.execute(sa.insert(accounts.users), [a_person(each) for each in new])
    return new


def products(tx, first, count):
    """Adds numbers `first` to `count`, each with its stock, and returns their ids."""
    new = [ids.new_id() for _ in range(first, count)]
    tx.execute(sa.insert(catalog.products), [a_product(*each) for each in enumerate(new, first)])
    tx.execute(sa.insert(inventory.stock), [a_stock(*each) for each in enumerate(new, first)])
    return new


def orders(tx, first, count, of):
    """Adds numbers `first` to `count`, placed in turn by the people `of`. Returns their ids."""
    rows = [an_order(number, of[number % len(of)]) for number in range(first, count)]
    parts = [(row["id"], position) for row in rows for position in (0, 1)]
    tx.execute(sa.insert(tables.orders), rows)
    tx.execute(sa.insert(tables.order_lines), [a_line(*part) for part in parts])
    tx.execute(sa.insert(tables.order_history), [an_entry(*part) for part in parts])
    tx.execute(sa.insert(payments.payments), [a_payment(row) for row in rows])
    tx.execute(sa.insert(notifications.notifications), [a_notice(row) for row in rows])
    return [row["id"] for row in rows]


def a_person(user_id):
    row = {"id": user_id, "email": user_id, "email_key": user_id, "name": "Ada", "role": "customer"}
    return {**row, "password_hash": "", "mfa_enabled": False, "mfa_last_step": 0}


def a_product(number, product_id):
    row = {"id": product_id, "name": f"Pot {number}", "name_key": f"pot {number}", "version": 1}
    category = f"c{number % CATEGORIES}" if number > RARE else "rare"
    row |= {"category": category, "price": number * 7919 % 10_000 + 1}
    return {**row, "description": "", "archived": False, "updated_at": AT}


def a_stock(number, product_id):
    return {"product_id": product_id, "available": 9, "reserved": 0, "sold": number}


def an_order(number, user_id):
    order_id = ids.new_id()
    row = {"id": order_id, "user_id": user_id, "cart_id": order_id, "total": 500}
    row |= {"status": "pending" if number < OPEN else "confirmed", "next_attempt_at": AT}
    return {**row, "payment_method": "pm_card_visa", "cancel_requested": False, "attempts": 1}


def a_line(order_id, position):
    row = {"order_id": order_id, "position": position, "product_id": order_id}
    return {**row, "name": "Pot", "unit_price": 250, "quantity": 1}


def an_entry(order_id, position):
    return {"order_id": order_id, "position": position, "status": "pending", "at": AT}


def a_payment(order):
    return {"order_id": order["id"], "status": "captured", "amount": order["total"]}


def a_notice(order):
    row = {"id": ids.new_id(), "user_id": order["user_id"], "order_id": order["id"]}
    return {**row, "kind": "order_confirmed", "text": "Your order is paid and confirmed."}
