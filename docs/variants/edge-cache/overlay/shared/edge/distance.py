"""`python -m edge.distance PORT SHOP_PORT`: a simulated line to the shop, DISTANCE_MS long.

What is sent arrives half of DISTANCE_MS later, in each direction, and so does the end of a
connection. A new connection costs one round trip more, as TCP's handshake would (RFC 9293, 3.5).
A real line also has a bandwidth, loses packets, and starts slowly (RFC 5681): this one does not.
"""

import asyncio
import os
import sys
from functools import partial

MILLISECONDS = 80  # there and back: from London to New York takes about as long
CHUNK, MOST_CHUNKS = 65536, 64  # bytes; chunks on the way: what is sent later has to wait


async def main(port: int, shop_port: int, seconds: float) -> None:
    """seconds: there and back."""
    opened = partial(_opened, shop_port, seconds)
    async with await asyncio.start_server(opened, "127.0.0.1", port) as server:
        await server.serve_forever()


async def _opened(
    shop_port: int,
    seconds: float,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    writers = [writer]
    try:
        await asyncio.sleep(seconds)  # the handshake
        there, back = await asyncio.open_connection("127.0.0.1", shop_port)
        writers.append(back)
        async with asyncio.TaskGroup() as both:
            both.create_task(_carry(reader, back, seconds / 2))
            both.create_task(_carry(there, writer, seconds / 2))
    except* OSError:  # refused or reset: so is the other half
        for each in writers:
            each.transport.abort()
    finally:
        for each in writers:
            each.close()


# --8<-- [start:carry]
async def _carry(
    source: asyncio.StreamReader, target: asyncio.StreamWriter, seconds: float
) -> None:
    """Write what arrives, in its order, each chunk that many seconds after it arrived."""
    on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(MOST_CHUNKS)
    now = asyncio.get_running_loop().time

    async def receive() -> None:
        chunk = b"-"
        while chunk:
            chunk = await source.read(CHUNK)
            await on_the_way.put((now() + seconds, chunk))

    async with asyncio.TaskGroup() as both:
        both.create_task(receive())
        while True:
            arrives, chunk = await on_the_way.get()
            await asyncio.sleep(arrives - now())
            if not chunk:
                break
            target.write(chunk)
            await target.drain()
    if target.can_write_eof():
        target.write_eof()


# --8<-- [end:carry]
if __name__ == "__main__":
    milliseconds = float(os.environ.get("DISTANCE_MS") or MILLISECONDS)
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), milliseconds / 1000))
