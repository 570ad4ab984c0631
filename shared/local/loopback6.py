"""Listens on [::1] for a server that listens on 127.0.0.1 alone, where the machine has IPv6."""

import asyncio
from functools import partial

PIECE = 64 * 1024  # bytes


async def listen(port: int) -> asyncio.Server | None:
    """The server on [::1]; None without IPv6, or where somebody else has the port."""
    try:
        return await asyncio.start_server(partial(_pass_on, port), "::1", port)
    except OSError:
        return None


async def _pass_on(port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Bytes as they come, both ways, until both sides have ended."""
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
