"""Prints the events of a stream. When it breaks off, it is opened again behind the last event, until the server has no more.

    server_sent_events.py http://127.0.0.1:5000/events
"""

import sys
import time

import requests

url = sys.argv[1]
last, wait = "", 3.0


def lines(response):
    """The lines of a response as they come. requests' iter_lines makes an empty line of a CR LF that comes in two blocks."""
    line = b""
    for byte in response.iter_content(1):
        line += byte
        if byte == b"\n":
            yield line.decode().rstrip("\r\n")
            line = b""


def events(response):
    """The events of one response, in the words of the WHATWG's algorithm."""
    global last, wait
    kind, data, identifier = "", [], last
    for line in lines(response):
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not line:
            last = identifier
            if data:
                yield kind or "message", "\n".join(data)
            kind, data = "", []
        elif field == "event":
            kind = value
        elif field == "data":
            data.append(value)
        elif field == "id":
            identifier = value
        elif field == "retry" and value.isdigit():
            wait = int(value) / 1000


while True:
    try:
        headers = {"Accept": "text/event-stream", "Last-Event-ID": last}
        with requests.get(url, headers=headers, stream=True, timeout=30) as response:
            response.raise_for_status()
            if response.status_code == 204:
                break
            for kind, data in events(response):
                print(last, kind, data.replace("\n", " / "))
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        pass
    time.sleep(wait)
print("the server has no more")
