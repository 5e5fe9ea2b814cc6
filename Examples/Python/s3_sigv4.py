"""Makes a bucket of S3, puts an object into it and gets it back, with requests that are signed by hand (AWS Signature Version 4).

    s3_sigv4.py http://127.0.0.1:5000 KEY-ID SECRET
"""

import datetime
import hashlib
import hmac
import sys
from urllib.parse import quote, urlsplit

import requests

REGION = "us-east-1"
endpoint, key_id, secret = sys.argv[1:]
session = requests.Session()


def digest(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signed(method, path, body=b"", secret=secret):
    """Sends a request with what Amazon's documentation calls canonical request, string to sign, signing key and signature."""
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    path = quote(path)
    headers = {"host": urlsplit(endpoint).netloc, "x-amz-content-sha256": hashlib.sha256(body).hexdigest(), "x-amz-date": now}
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = f"{method}\n{path}\n\n{lines}\n{names}\n{headers['x-amz-content-sha256']}"
    scope = f"{now[:8]}/{REGION}/s3/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        key = digest(key, part)
    signature = digest(key, to_sign).hex()
    headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={key_id}/{scope},SignedHeaders={names},Signature={signature}"
    return session.request(method, endpoint + path, data=body, headers=headers, timeout=10)


content = "Grüße an S3\n".encode() * 1000
print("bucket:", signed("PUT", "/examples").status_code)
print("put:", signed("PUT", "/examples/a folder/Grüße.txt", content).status_code)
back = signed("GET", "/examples/a folder/Grüße.txt")
print("get:", back.status_code, len(back.content), "the same" if back.content == content else "different")
print("wrong secret:", signed("GET", "/examples/a folder/Grüße.txt", secret="wrong").status_code)
print("missing:", signed("GET", "/examples/missing").status_code)
