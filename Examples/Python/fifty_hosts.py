"""Asks many hosts at once. None gets more than 2 seconds in all, however it spends them.

    fifty_hosts.py http://127.0.0.1:5001 http://127.0.0.1:5002 …
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import requests

TIME = 2


def ask(url):
    # requests limits each read, but not their number.
    deadline = time.monotonic() + TIME
    try:
        with requests.get(url, stream=True, timeout=TIME) as response:
            body = b""
            for block in response.iter_content(1):
                body += block
                if time.monotonic() > deadline:
                    return "too slow"
            return f"{response.status_code} {body.decode().strip()}".strip()
    except requests.Timeout:
        return "too slow"
    except requests.ConnectionError:
        return "no connection"


urls = sys.argv[1:]
began = time.monotonic()
with ThreadPoolExecutor(len(urls)) as pool:
    for number, result in enumerate(pool.map(ask, urls), 1):
        print(f"host {number}: {result}")
print("in time" if time.monotonic() - began < 4 * TIME else "late")
