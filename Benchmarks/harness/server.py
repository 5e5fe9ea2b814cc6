"""The server in C with a certificate of its own, and the files that the works need."""

import os
import shutil
import socket
import subprocess
import time

from .shell import Failure, run

CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

# What a server behind a cache sends: a status line and 15 fields, 600 bytes.
USUAL_HEAD = """HTTP/1.1 200 OK
Date: Mon, 02 Nov 2026 10:20:30 GMT
Content-Type: text/html; charset=utf-8
Content-Length: 0
Connection: keep-alive
Server: nginx/1.22.1
Last-Modified: Sun, 01 Nov 2026 09:08:07 GMT
ETag: "6725d3a7-64"
Accept-Ranges: bytes
Cache-Control: public, max-age=3600, stale-while-revalidate=600
Vary: Accept-Encoding, Origin
X-Request-Id: 7c0e5a1d-42f0-4b7b-9d3b-0a6f2f9d8c11
X-Content-Type-Options: nosniff
Strict-Transport-Security: max-age=31536000; includeSubDomains
Set-Cookie: session=0123456789abcdef0123456789abcdef01234567; Path=/; Secure; HttpOnly
Age: 1712345123

"""


def certificates(folder):
    """An authority, and a certificate for the loopback interface by it."""
    ca, cert, key = folder / "ca.pem", folder / "cert.pem", folder / "key.pem"
    ca_key, request, extension = folder / "ca.key", folder / "request.pem", folder / "extension"
    run("openssl", "req", "-x509", *CURVE, "-keyout", ca_key, "-out", ca, "-days", "2", "-subj", "/CN=Benchmark Root")
    run("openssl", "req", *CURVE, "-keyout", key, "-out", request, "-subj", "/CN=localhost")
    extension.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    run("openssl", "x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", "2", "-extfile", extension,
        "-out", cert)
    return ca, cert, key


def write_head(folder):
    path = folder / "head"
    content = USUAL_HEAD.replace("\n", "\r\n").encode()
    if len(content) != 600:
        raise Failure(f"the usual head has {len(content)} bytes and not 600")
    path.write_bytes(content)
    return path


def write_upload(folder, size):
    """A file to upload, written only where there is none of that size yet."""
    path = folder / f"upload-{size}"
    if not path.exists():
        block = b"x" * (1 << 20)
        with open(path, "wb") as file:
            for _ in range(size >> 20):
                file.write(block)
            file.write(block[: size & ((1 << 20) - 1)])
    return path


class Server:
    """The server, for as long as a `with` block runs."""

    def __init__(self, folder):
        self.folder = folder
        self.authority, self.certificate, self.key = certificates(folder)

    def __enter__(self):
        command = [str(self.folder / "server"), str(self.certificate), str(self.key)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline().split()
        if len(line) != 2:
            raise Failure("the server did not start")
        self.port, self.secure_port = map(int, line)
        return self

    def prepare(self, amount):
        """It answers any length there is."""

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


NGINX = """
{user} worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off;
events {{ worker_connections 64; }}
http {{
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
  scgi_temp_path {folder}/s;
  access_log off; sendfile on; keepalive_requests 10000000; keepalive_timeout 600; root {folder}/www;
  ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_protocols TLSv1.3;
  server {{ listen 127.0.0.1:{port}; listen 127.0.0.1:{secure_port} ssl; }}
}}
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, process):
    for _ in range(200):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise Failure("nginx did not start")


class Nginx:
    """nginx with the same certificate, for as long as a `with` block runs."""

    def __init__(self, server):
        self.program = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
        if not self.program:
            raise Failure("nginx is not there (Debian: nginx-light)")
        self.folder, self.authority = server.folder, server.authority
        self.port, self.secure_port = free_port(), free_port()
        self.configuration = self.folder / "nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        self.configuration.write_text(NGINX.format(
            user=user, folder=self.folder, certificate=server.certificate, key=server.key, port=self.port, secure_port=self.secure_port))

    def __enter__(self):
        (self.folder / "www" / "length").mkdir(parents=True)
        (self.folder / "www" / "small").write_bytes(b"x" * 100)
        command = [self.program, "-p", str(self.folder), "-c", str(self.configuration)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port, self.process)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def prepare(self, amount):
        """Its file of that length."""
        path = self.folder / "www" / "length" / str(amount)
        if not path.exists():
            os.link(write_upload(self.folder, amount), path)
