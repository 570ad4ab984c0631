"""Listens on [::1] for a server that only listens on 127.0.0.1, if the machine has IPv6."""

import asyncio
from functools import partial

PIECE = 64 * 1024  # bytes
MOST = 256  # connections at once: each takes three file descriptors


async def listen(port: int) -> asyncio.Server | None:
    """The server on [::1]; None without IPv6, or if another process has the port."""
    try:
        room = asyncio.Semaphore(MOST)
        return await asyncio.start_server(partial(_pass_on, port, room), "::1", port)
    except OSError:
        return None


async def _pass_on(
    port: int,
    room: asyncio.Semaphore,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    """Forward one connection, if there are fewer than MOST."""
    if room.locked():
        writer.close()
        return
    async with room:
        await _pass_both_ways(port, reader, writer)


async def _pass_both_ways(
    port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Copy bytes in both directions, until both sides have closed."""
    try:
        to_server, from_server = (await asyncio.open_connection("127.0.0.1", port))[::-1]
        await asyncio.gather(_copy(reader, to_server), _copy(from_server, writer))
    except OSError:
        pass
    finally:
        writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    finally:
        if writer.can_write_eof() and not writer.is_closing():
            writer.write_eof()
