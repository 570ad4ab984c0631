"""Listens on [::1] for a server that listens on 127.0.0.1 alone, where the machine has IPv6."""

import asyncio
from functools import partial

PIECE = 64 * 1024  # bytes
MOST = 256  # connections at once: each takes three of the files that a process may have open


async def listen(port: int) -> asyncio.Server | None:
    """The server on [::1]; None without IPv6, or where somebody else has the port."""
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
    """One connection, if there is room for it."""
    if room.locked():
        writer.close()
        return
    async with room:
        await _pass_both_ways(port, reader, writer)


async def _pass_both_ways(
    port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Bytes as they come, until both sides have ended."""
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
