"""Opens a WebSocket (RFC 6455), sends messages in one task, and prints in another what comes back.

    async_websocket.py http://127.0.0.1:8765
"""

import asyncio
import base64
import hashlib
import os
import sys
from urllib.parse import urlsplit


class WebSocket:
    """The client's end of a WebSocket: what an echo needs of RFC 6455, on the streams of asyncio."""

    @classmethod
    async def open(cls, url):
        self = cls()
        place = urlsplit(url)
        self.reader, self.writer = await asyncio.open_connection(place.hostname, place.port)
        key = base64.b64encode(os.urandom(16)).decode()
        self.writer.write(
            f"GET / HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        if head[0].split()[1] != "101":
            raise OSError(f"the server answered {head[0]}")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        proof = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        if fields["sec-websocket-accept"] != proof:
            raise OSError("the handshake's proof is wrong")
        return self

    async def send(self, message):
        if isinstance(message, str):
            await self.send_frame(1, message.encode())
        else:
            await self.send_frame(2, message)

    async def receive(self):
        while True:
            opcode, payload = await self.receive_frame()
            if opcode == 1:
                return payload.decode()
            if opcode == 2:
                return payload
            if opcode == 8:
                raise OSError("the server has closed the socket")

    async def close(self):
        await self.send_frame(8, b"\x03\xe8")
        while (await self.receive_frame())[0] != 8:
            pass
        self.writer.close()

    async def send_frame(self, opcode, payload):
        frame = bytes([0x80 | opcode])
        if len(payload) <= 125:
            frame += bytes([0x80 | len(payload)])
        else:
            frame += bytes([0x80 | 126]) + len(payload).to_bytes(2, "big")
        mask = os.urandom(4)
        self.writer.write(frame + mask + bytes(byte ^ mask[position % 4] for position, byte in enumerate(payload)))
        await self.writer.drain()

    async def receive_frame(self):
        head = await self.reader.readexactly(2)
        if head[0] & 0x80 == 0 or head[1] & 0x80 != 0 or head[1] == 127:
            raise OSError("this example takes no fragments, masks or more than 65,535 bytes at a time")
        count = head[1]
        if count == 126:
            count = int.from_bytes(await self.reader.readexactly(2), "big")
        return head[0] & 0x0F, await self.reader.readexactly(count)


def described(message):
    if isinstance(message, str):
        return f"text {message}"
    return f"binary of {len(message)} bytes from {message[0]} to {message[-1]}"


async def main():
    socket = await WebSocket.open(sys.argv[1])
    # The server greets at once. The greeting may have come together with the response's head, and is not lost.
    print("greeting:", described(await socket.receive()))

    async def send():
        await socket.send("Grüße")
        await socket.send(bytes(range(200)))

    sending = asyncio.create_task(send())
    for _ in range(2):
        print("echo:", described(await socket.receive()))
    await sending
    await socket.close()


asyncio.run(main())
