"""Downloads a file. What came before the connection broke is kept, and the rest is fetched with Range and If-Range.

    resumable_download.py http://127.0.0.1:8080/big.bin big.bin
"""

import os
import sys
import time

import requests

url, path = sys.argv[1:]
part, tag = path + ".part", path + ".etag"


def attempt():
    headers = {"Accept-Encoding": "identity"}
    if os.path.exists(part) and os.path.exists(tag):
        headers |= {"Range": f"bytes={os.path.getsize(part)}-", "If-Range": open(tag).read()}
    with requests.get(url, headers=headers, stream=True, timeout=10) as response:
        response.raise_for_status()
        resumed = response.status_code == 206
        with open(tag, "w") as file:
            file.write(response.headers.get("ETag", ""))
        with open(part, "ab" if resumed else "wb") as file:
            for chunk in response.iter_content(65536):
                file.write(chunk)
    os.replace(part, path)
    os.remove(tag)
    return resumed


for number in range(1, 6):
    try:
        resumed = attempt()
        print(f"attempt {number}: {os.path.getsize(path)} bytes", "resumed" if resumed else "at once")
        break
    except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError):
        print(f"attempt {number}: cut off")
        time.sleep(0.1)
else:
    sys.exit("gave up")
