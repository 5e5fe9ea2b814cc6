"""CPython's http.client in Scripts/bench: `client.py WORK PORT AMOUNT [FILE]` prints the seconds its loop took and the bytes moved."""

import http.client
import io
import ssl
import sys
import time
from pathlib import Path

BUFFER = bytearray(65536)


def get(connection, path):
    connection.request("GET", path)
    response = connection.getresponse()
    total = 0
    while count := response.readinto(BUFFER):
        total += count
    return total


def requests(connection, count):
    return sum(get(connection, "/small") for _ in range(count))


def upload(connection, body, headers):
    connection.request("PUT", "/sink", body=body, headers=headers)
    return int(connection.getresponse().read())


def connections(port, context, count):
    total = 0
    for _ in range(count):
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context)
        total += get(connection, "/small")
        connection.close()
    return total


class Heard:
    """A connection on which a head has been received, and nothing can be sent."""

    def __init__(self, head):
        self.head = head

    def makefile(self, _):
        return io.BytesIO(self.head)


def heads(head, count):
    fields = 0
    for _ in range(count):
        response = http.client.HTTPResponse(Heard(head), method="GET")
        response.begin()
        fields += len(response.headers)
    if fields != 15 * count:
        raise SystemExit(f"{fields} fields in {count} heads")
    return count * len(head)


def prepare(work, port, amount, file):
    """What is to be timed, as a function without parameters."""
    if work == "head":
        head = Path(file).read_bytes()
        return lambda: heads(head, amount)
    if work.startswith("tls-"):
        context = ssl.create_default_context(cafile=file)
        if work == "tls-full":
            return lambda: connections(port, context, amount)
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    match work.removeprefix("tls-"):
        case "requests":
            return lambda: requests(connection, amount)
        case "download":
            return lambda: get(connection, f"/length/{amount}")
        case "chunked":
            return lambda: get(connection, f"/chunked/{amount}")
        case "read":
            return lambda: read_whole(connection, f"/length/{amount}")
        case "upload":
            body = b"x" * amount
            return lambda: upload(connection, body, {})
        case "upload-file":
            return lambda: upload(connection, open(file, "rb"), {"Content-Length": str(amount)})
        case "upload-chunked":
            return lambda: upload(connection, open(file, "rb"), {})
    raise SystemExit(f"no work is named {work}")


def read_whole(connection, path):
    connection.request("GET", path)
    return len(connection.getresponse().read())


def main():
    work, port, amount = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    run = prepare(work, port, amount, sys.argv[4] if len(sys.argv) > 4 else None)
    start = time.perf_counter()
    count = run()
    print(time.perf_counter() - start, count)


if __name__ == "__main__":
    main()
