"""Opens a WebSocket, sends a text and a binary message, and prints what comes back (RFC 6455).

    websocket_echo.py http://127.0.0.1:8765
"""

import base64
import hashlib
import os
import sys

import requests


class WebSocket:
    """The client's end of a WebSocket: what an echo needs of RFC 6455, on the socket of a response that has switched protocols."""

    def __init__(self, url):
        key = base64.b64encode(os.urandom(16)).decode()
        headers = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"}
        self.response = requests.get(url, headers=headers, stream=True, timeout=10)
        if self.response.status_code != 101:
            raise OSError(f"the server answered {self.response.status_code} {self.response.reason}")
        proof = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
        if self.response.headers["Sec-WebSocket-Accept"] != proof:
            raise OSError("the handshake's proof is wrong")
        # There is no public way to the stream: this is the buffered reader of http.client's response, and the socket under it.
        self.reader = self.response.raw._fp.fp
        self.socket = self.reader.raw._sock

    def send(self, message):
        if isinstance(message, str):
            self.send_frame(1, message.encode())
        else:
            self.send_frame(2, message)

    def receive(self):
        while True:
            opcode, payload = self.receive_frame()
            if opcode == 1:
                return payload.decode()
            if opcode == 2:
                return payload
            if opcode == 8:
                raise OSError("the server has closed the socket")
            if opcode == 9:
                self.send_frame(10, payload)

    def close(self):
        self.send_frame(8, b"\x03\xe8")
        while self.receive_frame()[0] != 8:
            pass
        self.response.close()

    def send_frame(self, opcode, payload):
        frame = bytes([0x80 | opcode])
        if len(payload) <= 125:
            frame += bytes([0x80 | len(payload)])
        else:
            frame += bytes([0x80 | 126]) + len(payload).to_bytes(2, "big")
        mask = os.urandom(4)
        self.socket.sendall(frame + mask + bytes(byte ^ mask[position % 4] for position, byte in enumerate(payload)))

    def receive_frame(self):
        head = self.receive_bytes(2)
        if head[0] & 0x80 == 0 or head[1] & 0x80 != 0 or head[1] == 127:
            raise OSError("this example takes no fragments, masks or more than 65,535 bytes at a time")
        count = head[1]
        if count == 126:
            count = int.from_bytes(self.receive_bytes(2), "big")
        return head[0] & 0x0F, self.receive_bytes(count)

    def receive_bytes(self, count):
        received = self.reader.read(count)
        if len(received) < count:
            raise OSError("the server has ended the stream")
        return received


def described(message):
    if isinstance(message, str):
        return f"text {message}"
    return f"binary of {len(message)} bytes from {message[0]} to {message[-1]}"


socket = WebSocket(sys.argv[1])
# The server greets at once. The greeting may have come together with the response's head, and is not lost.
print("greeting:", described(socket.receive()))
socket.send("Grüße")
print("echo:", described(socket.receive()))
socket.send(bytes(range(200)))
print("echo:", described(socket.receive()))
socket.close()
