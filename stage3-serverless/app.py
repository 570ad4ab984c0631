"""The shop as functions: one handles HTTP, and each of the others one kind of event.

This file only puts together what is under chalicelib. The event sources are named here and created
in resources.yaml, where each gets its real address.
"""

from chalice import Chalice, Rate
from chalice.app import CloudWatchEvent, DynamoDBEvent, SQSEvent

from chalicelib import conventions, events, operations, telemetry, tracing
from chalicelib.accounts import tasks as accounts
from chalicelib.accounts.identity_routes import bp as identity_routes
from chalicelib.accounts.routes import bp as accounts_routes
from chalicelib.cart.routes import bp as cart_routes
from chalicelib.catalog import tasks as catalog
from chalicelib.catalog.image_routes import bp as image_routes
from chalicelib.catalog.routes import bp as catalog_routes
from chalicelib.inventory.routes import bp as inventory_routes
from chalicelib.notifications.routes import bp as notifications_routes
from chalicelib.orders import tasks as orders
from chalicelib.orders.routes import bp as orders_routes
from chalicelib.payments.routes import bp as payments_routes
from shop_rules import pictures

FEATURES = (
    accounts_routes,
    identity_routes,
    catalog_routes,
    image_routes,
    inventory_routes,
    cart_routes,
    orders_routes,
    payments_routes,
    notifications_routes,
)

telemetry.log_to_stderr()
app = Chalice(app_name="shop")
app.api.binary_types = list(pictures.MEDIA_TYPES)  # sent in Base64, which API Gateway decodes
for feature in (*FEATURES, operations.bp):
    app.register_blueprint(feature, url_prefix=conventions.PREFIX)
conventions.keep(app)
tracing.begin()


# --8<-- [start:sources]
@app.on_dynamodb_record(stream_arn="orders", batch_size=10)
def relay_orders(event: DynamoDBEvent) -> None:
    events.each_key("relay_orders", event, lambda key: orders.relay(key["id"]))


@app.on_dynamodb_record(stream_arn="inventory", batch_size=10)
def note_stock(event: DynamoDBEvent) -> None:
    events.each_key("note_stock", event, catalog.note_stock)


@app.on_dynamodb_record(stream_arn="accounts", batch_size=10)
def forget_person(event: DynamoDBEvent) -> None:
    events.each_key("forget_person", event, accounts.forget_person)


@app.on_sqs_message(queue="shop-settle", batch_size=1)
def settle_order(event: SQSEvent) -> events.Failures:
    return events.each_message("settle_order", event, lambda body: orders.settle(body["order_id"]))


@app.on_sqs_message(queue="shop-thumbnails", batch_size=1)
def make_thumbnail(event: SQSEvent) -> events.Failures:
    return events.each_message("make_thumbnail", event, catalog.make_thumbnails)


@app.schedule(Rate(1, Rate.MINUTES))
def sweep(event: CloudWatchEvent) -> None:
    with events.handled("sweep"):
        orders.sweep()
        accounts.catch_up()


# --8<-- [end:sources]
@app.on_sqs_message(queue="shop-clicks", batch_size=10)
def count_clicks(event: SQSEvent) -> events.Failures:
    return events.each_message("count_clicks", event, catalog.count_clicks)


@app.on_sqs_message(queue="shop-imports", batch_size=1)
def import_products(event: SQSEvent) -> events.Failures:
    return events.each_message("import_products", event, catalog.import_some)
