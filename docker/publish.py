"""Lets ports that are served on loopback alone be published: ``python publish.py PORT…``, inside a container.

Everything of the one-machine pipeline listens on loopback, which `docker run -p` cannot reach; this passes
connections to the container's own address on, byte for byte.
"""

import asyncio
import contextlib
import socket
import sys
from collections.abc import Sequence

_PIECE_BYTES = 64 * 1024


def main() -> None:
    """Pass connections on until the container ends."""
    asyncio.run(_serve_all([int(port) for port in sys.argv[1:]]))


async def _serve_all(ports: Sequence[int]) -> None:
    await asyncio.gather(*map(_serve, ports))


async def _serve(port: int) -> None:
    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(_copy(reader, inner_writer), _copy(inner_reader, writer))
            inner_writer.close()
        writer.close()

    own_address = socket.gethostbyname(socket.gethostname())
    server = await asyncio.start_server(pass_on, own_address, port)
    await server.serve_forever()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await source.read(_PIECE_BYTES):
            target.write(piece)
            await target.drain()
        target.write_eof()


if __name__ == "__main__":
    main()
