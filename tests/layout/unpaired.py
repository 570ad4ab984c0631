"""Public functions that not every stage has, though all have their file: why."""

_ALONE = {
    "a door for other services, and only for them": {
        "cart/routes": "renew_cart show_what_is_bought",
        "catalog/routes": "list_what_is_bought",
        "inventory/routes": "list_available open_stock release reserve sell take_back",
        "payments/routes": "charge refund",
    },
    "what such a door leads to; the monolith's features call the other's store": {
        "accounts/sessions": "find",
        "cart/usecases": "renew to_buy",
        "catalog/usecases": "to_buy",
        "inventory/usecases": "available open_stock release reserve sell take_back",
    },
    "other services remember sessions, and are told": {
        "accounts/peers": "change_roles forget_sessions remember_session withdraw_roles",
        "accounts/sessions": "of_person",
        "accounts/usecases": "session visitor_key",
    },
    "a clause of several statements, for which stage 3 has an expression each": {
        "accounts/sessions": "is_alive",
    },
    "a database each: no foreign key takes these along when a person goes": {
        "cart/store": "forget",
        "notifications/store": "forget",
        "orders/tasks": "on_people_event",
    },
    "the cart is another service's: no lock holds it, so its version says what was bought": {
        "cart/store": "lock",
        "orders/peers": "cart cart_to_buy locked_cart",
    },
    "told by events, instead of read in other features' tables": {
        "catalog/peers": "units_sold",
        "catalog/store": "count_sold set_available waits_for_thumbnail",
        "catalog/tasks": "on_order_event on_stock_event",
        "inventory/store": "units_sold",
    },
    "work for Celery, instead of a thread of the process": {
        "catalog/importing": "due send_due",
        "catalog/imports": "put_off",
        "catalog/peers": "apply_later make_thumbnail_later",
        "catalog/tasks": "after_picture apply_chunk apply_chunks send",
        "orders/peers": "settle_later",
        "orders/tasks": "after_cancelling after_placing at_start send settle",
        "orders/waiting": "all_due_now take_up",
    },
    "what the worker settles, the web process counts: the worker has no door to ask at": {
        "orders/waiting": "show_open",
    },
    "payments keeps its own record, and a tombstone for a charge that comes late": {
        "orders/peers": "begin_payment record_payment",
        "payments/store": "forbid",
    },
    "no lock and no row to change as one likes: each write of an item is a function of its own": {
        "accounts/sessions": "count_attempt forgive_attempts",
        "accounts/identities": "check_no_second_factor count",
        "accounts/sign_ins": "end_oldest",
        "accounts/store": "change_password set_mfa set_roles",
        "catalog/imports": "add_chunk count divided done earlier find",
        "orders/store": "cancellation_requested find reserved",
    },
    "a transaction holds locks: passwords are hashed before it, and a glance spares the hashing": {
        "accounts/sessions": "check_locked",
    },
    "what a condition in the same transaction sees to, is not asked before": {
        "accounts/store": "check_exists admin_ids email_taken",
        "cart/peers": "check_is_there",
        "orders/peers": "is_there",
    },
    "what is over goes by itself: the table's time to live": {
        "accounts/sessions": "forget_old_attempts forget_what_is_over",
        "accounts/sign_ins": "forget_what_is_over",
        "accounts/authorizations": "forget_what_is_over",
        "accounts/elsewhere": "forget_what_is_over",
        "catalog/clicks": "forget_old",
        "catalog/clickstream": "forget_old",
    },
    "events wait in a stream, and each service's metrics are its own": {
        "catalog/peers": "clicks_waiting publish_clicks",
        "catalog/tasks": "on_clicks",
    },
    "a condition for each item: what is new is read first, and a part of an upload marked": {
        "catalog/clicks": "mark most_named unmet unseen",
        "catalog/tasks": "count_clicks",
    },
    "a join and a sum: of tables in one database": {
        "catalog/clicks": "totals trending",
        "catalog/clickstream": "show_counts",
    },
    "no foreign key takes the key along when a person goes": {
        "accounts/visitors": "delete",
    },
    "sessions carry the person's generation: one write ends them all": {
        "accounts/endings": "revoke_all",
    },
    "keys of items, and what a stream or bucket tells of them": {
        "accounts/sessions": "key",
        "accounts/store": "key",
        "catalog/peers": "stock",
        "catalog/imports": "file_of part_of",
        "catalog/store": "name_sort price_sort set_stock thumbnail_of",
        "catalog/tasks": "import_some make_thumbnails note_stock",
        "inventory/store": "is_stock",
        "orders/tasks": "relay",
    },
    "a file is more than a transaction may hold: it is divided after the upload, from the bucket": {
        "catalog/importing": "divide",
    },
    "rows of a chunk are applied one by one, since a transaction has 100 writes": {
        "catalog/imports": "applied to_apply",
    },
    "a queue keeps what is still to be pictured, and nobody keeps count of open orders": {
        "catalog/imports": "due",
        "catalog/store": "thumbnail_was_tried without_thumbnail",
        "catalog/tasks": "catch_up",
        "orders/waiting": "count_open",
    },
}

# {(feature/name, function): why not every stage has it}
UNPAIRED = {
    (file, function): reason
    for reason, files in _ALONE.items()
    for file, functions in files.items()
    for function in functions.split()
}
