"""Debian's docker-registry, and the server that gives tokens for it, in a folder.

    registry.py FOLDER

Prints the registry's address, a user and a password.
"""

import base64
import datetime
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

folder = pathlib.Path(sys.argv[1]).resolve()
app = Flask(__name__)
now = datetime.datetime.now(datetime.timezone.utc)

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tokens")])
certificate = (
    x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    .not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))
    .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
)
(folder / "tokens.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


@app.get("/token")
def token():
    if request.authorization is None or (request.authorization.username, request.authorization.password) != ("ada", "lovelace"):
        return jsonify(error="wrong password"), 401
    access = []
    for scope in request.args.getlist("scope"):
        kind, repository, actions = scope.split(":")
        access.append({"type": kind, "name": repository, "actions": actions.split(",")})
    moment = datetime.datetime.now(datetime.timezone.utc)
    claims = {
        "iss": "tokens", "sub": "ada", "aud": request.args["service"], "exp": moment + datetime.timedelta(minutes=5),
        "nbf": moment - datetime.timedelta(seconds=10), "iat": moment, "jti": os.urandom(8).hex(), "access": access,
    }
    chain = [base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()]
    return jsonify(token=jwt.encode(claims, key, algorithm="ES256", headers={"x5c": chain}))


WSGIRequestHandler.log_request = lambda *_: None
tokens = make_server("127.0.0.1", 0, app, threaded=True)
threading.Thread(target=tokens.serve_forever, daemon=True).start()

(folder / "configuration.yml").write_text(f"""
version: 0.1
log: {{level: info}}
storage: {{filesystem: {{rootdirectory: {folder}/storage}}}}
http: {{addr: "127.0.0.1:0", relativeurls: true}}
auth:
  token: {{realm: "http://127.0.0.1:{tokens.server_port}/token", service: examples, issuer: tokens, rootcertbundle: {folder}/tokens.pem}}
""")
registry = subprocess.Popen(["docker-registry", "serve", str(folder / "configuration.yml")], stderr=subprocess.PIPE, text=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
try:
    said = []
    for line in registry.stderr:
        said.append(line)
        if address := re.search(r"listening on (127\.0\.0\.1:\d+)", line):
            print(f"http://{address[1]} ada lovelace", flush=True)
            said.clear()
    sys.exit("docker-registry ended: " + "".join(said[-5:]))
finally:
    registry.terminate()
    registry.wait()
