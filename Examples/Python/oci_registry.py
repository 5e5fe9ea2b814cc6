"""Pushes an image of one layer to a registry, and pulls it by digest (OCI Distribution Specification), with a token for each scope.

    oci_registry.py http://127.0.0.1:5000 USER PASSWORD
"""

import hashlib
import json
import re
import sys
from urllib.parse import urljoin

import requests

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
registry, user, password = sys.argv[1:]
session = requests.Session()
repository = registry + "/v2/examples/hello/"
tokens = {}


def send(method, url, scope, **options):
    """Sends a request. If the registry wants a token, gets one where it says, and sends the request again."""
    headers = options.pop("headers", {})
    for _ in range(2):
        if scope in tokens:
            headers["Authorization"] = "Bearer " + tokens[scope]
        answer = session.request(method, url, headers=headers, timeout=10, **options)
        if answer.status_code != 401:
            break
        challenge = dict(re.findall(r'(\w+)="([^"]*)"', answer.headers["WWW-Authenticate"]))
        print("token for:", scope)
        query = {"service": challenge["service"], "scope": challenge["scope"]}
        granted = session.get(challenge["realm"], params=query, auth=(user, password), timeout=10)
        granted.raise_for_status()
        tokens[scope] = granted.json()["token"]
    answer.raise_for_status()
    return answer


def described(content, kind):
    return {"mediaType": kind, "digest": "sha256:" + hashlib.sha256(content).hexdigest(), "size": len(content)}


def push(content, kind):
    descriptor = described(content, kind)
    upload = send("POST", repository + "blobs/uploads/", "push").headers["Location"]
    place = requests.Request("PUT", urljoin(repository, upload), params={"digest": descriptor["digest"]}).prepare().url
    send("PUT", place, "push", data=content)
    return descriptor


def pull(path, digest, **headers):
    content = send("GET", repository + path + digest, "pull", headers=headers).content
    if "sha256:" + hashlib.sha256(content).hexdigest() != digest:
        sys.exit("the content is not that of its digest")
    return content


layer = b"Hello, registry\n" * 5000
config = json.dumps({"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []}}).encode()
manifest = json.dumps({
    "schemaVersion": 2, "mediaType": MANIFEST, "config": push(config, "application/vnd.oci.image.config.v1+json"),
    "layers": [push(layer, "application/vnd.oci.image.layer.v1.tar")]}).encode()
digest = described(manifest, MANIFEST)["digest"]
send("PUT", repository + "manifests/" + digest, "push", data=manifest, headers={"Content-Type": MANIFEST})
print("pushed:", len(layer), "bytes")

pulled = json.loads(pull("manifests/", digest, Accept=MANIFEST))
for part in [pulled["config"], *pulled["layers"]]:
    print("pulled:", part["mediaType"], "the same" if pull("blobs/", part["digest"]) in (config, layer) else "different")
