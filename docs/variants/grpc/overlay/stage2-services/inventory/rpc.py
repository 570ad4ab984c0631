"""What other services ask of inventory, by gRPC. The routes beside it are for the gateway."""

from functools import partial
from typing import TypeAlias

import grpc
from rpc.inventory_pb2 import (
    ListAvailableRequest,
    ListAvailableResponse,
    OpenStockRequest,
    OpenStockResponse,
    ReleaseRequest,
    ReleaseResponse,
    ReserveRequest,
    ReserveResponse,
    SellRequest,
    SellResponse,
    TakeBackRequest,
    TakeBackResponse,
)
from rpc.inventory_pb2_grpc import InventoryServicer, add_InventoryServicer_to_server

from shop_rules.shapes import OrderId, ProductId

from chassis import db, deadlines, rpc_server
from chassis.shapes import Quantity

from . import usecases

Context: TypeAlias = "grpc.ServicerContext"

CALLERS = {
    "ListAvailable": ("catalog",),
    "OpenStock": ("catalog",),
    "Reserve": ("orders",),
    "Sell": ("orders",),
    "Release": ("orders",),
    "TakeBack": ("orders",),
}


def start() -> None:
    deadlines.stop_statements(db.engine())
    rpc_server.start(partial(add_InventoryServicer_to_server, Inventory()), CALLERS, db.REFUSALS)


# --8<-- [start:methods]
class Inventory(InventoryServicer):
    def ListAvailable(self, asked: ListAvailableRequest, _: Context) -> ListAvailableResponse:
        ids = [ProductId(each) for each in asked.product_ids]
        found = {str(product_id): count for product_id, count in usecases.available(ids).items()}
        return ListAvailableResponse(available=found)

    def OpenStock(self, asked: OpenStockRequest, _: Context) -> OpenStockResponse:
        usecases.open_stock(ProductId(asked.product_id))
        return OpenStockResponse()

    def Reserve(self, asked: ReserveRequest, _: Context) -> ReserveResponse:
        lines: list[Quantity] = [
            {"product_id": ProductId(line.product_id), "quantity": line.quantity}
            for line in asked.lines
        ]
        return ReserveResponse(reserved=usecases.reserve(OrderId(asked.order_id), lines))

    def Sell(self, asked: SellRequest, _: Context) -> SellResponse:
        usecases.sell(OrderId(asked.order_id))
        return SellResponse()

    def Release(self, asked: ReleaseRequest, _: Context) -> ReleaseResponse:
        usecases.release(OrderId(asked.order_id))
        return ReleaseResponse()

    def TakeBack(self, asked: TakeBackRequest, _: Context) -> TakeBackResponse:
        usecases.take_back(OrderId(asked.order_id))
        return TakeBackResponse()


# --8<-- [end:methods]
