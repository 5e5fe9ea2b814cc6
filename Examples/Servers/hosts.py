"""Fifty hosts, each a port of its own: thirty that answer, and five each with an error, silent, sending a byte at a time for
ever, or gone. Prints their addresses in one line."""

import asyncio

HOSTS = 50


def answering(kind):
    async def handle(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        try:
            if kind == "silent":
                await asyncio.sleep(60)
            elif kind == "error":
                writer.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            elif kind == "drop by drop":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                for _ in range(1000):
                    writer.write(b".")
                    await writer.drain()
                    await asyncio.sleep(0.2)
            else:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nup\n")
            await writer.drain()
        except ConnectionError:
            pass
        writer.close()

    return handle


async def main():
    addresses, servers = [], []
    for number in range(HOSTS):
        kind = ["silent", "error", "drop by drop", "closed"][number % 10] if number % 10 < 4 else "up"
        server = await asyncio.start_server(answering(kind), "127.0.0.1", 0)
        addresses.append("http://127.0.0.1:%d" % server.sockets[0].getsockname()[1])
        servers.append((server, kind))
    for server, kind in servers:
        if kind == "closed":
            server.close()
    print(" ".join(addresses), flush=True)
    await asyncio.Future()


asyncio.run(main())
