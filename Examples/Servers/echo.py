"""A WebSocket server for the example websocket-echo, with PyPI's websockets: greets, then sends back each message.

Prints its address when it listens.
"""

import asyncio

import websockets


async def echo(socket):
    await socket.send("welcome")
    async for message in socket:
        await socket.send(message)


async def main():
    async with websockets.serve(echo, "127.0.0.1", 0) as server:
        print("http://127.0.0.1:%d" % next(iter(server.sockets)).getsockname()[1], flush=True)
        await asyncio.Future()


asyncio.run(main())
