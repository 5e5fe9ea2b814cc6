"""Stands before an nginx that serves a folder, and cuts its first transfers off.

    cut.py FOLDER BYTES TIMES

nginx listens on a Unix socket in the folder. Of each of the first TIMES connections, BYTES are passed on, and then it is reset.
Prints the address, and for each request its Range and the status of nginx's answer.
"""

import pathlib
import re
import shutil
import signal
import socket
import socketserver
import struct
import subprocess
import sys
import threading

folder, bytes_to_pass, times = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]), int(sys.argv[3])

CONFIGURATION = f"""
daemon off;
# One process, which is whoever has started it, and may read the folder.
master_process off;
pid {folder}/pid;
error_log {folder}/errors;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen unix:{folder}/socket; root {folder}/files; }}
}}
"""


class Relay(socketserver.BaseRequestHandler):
    def handle(self):
        global times
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.request.recv(65536)
        wanted = re.search(rb"(?i)\r\nrange: *([^\r]*)", head)
        cut, times = times > 0, times - 1
        with socket.socket(socket.AF_UNIX) as nginx:
            nginx.connect(f"{folder}/socket")
            nginx.sendall(re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head).replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
            answer = nginx.recv(65536)
            print("asked for", wanted[1].decode() if wanted else "everything", "answered", answer[9:12].decode(), flush=True)
            passed = 0
            while answer and not (cut and passed >= bytes_to_pass):
                self.request.sendall(answer)
                passed += len(answer)
                answer = nginx.recv(65536)
        if cut:
            # What was sent has to arrive before the reset, which would discard it.
            threading.Event().wait(0.2)
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.request.close()


program = shutil.which("nginx") or "/usr/sbin/nginx"
(folder / "configuration").write_text(CONFIGURATION)
nginx = subprocess.Popen([program, "-e", f"{folder}/errors", "-c", f"{folder}/configuration"])
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
try:
    for _ in range(100):
        if (folder / "socket").exists():
            break
        threading.Event().wait(0.05)
    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay) as server:
        print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
        server.serve_forever()
finally:
    nginx.terminate()
    nginx.wait()
