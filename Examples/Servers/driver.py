"""chromedriver, and a page on the loopback interface for it to look at. Prints the address of each."""

import re
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><meta charset="utf-8"><title>Grüße</title><h1>Loading</h1>
<script>document.querySelector("h1").textContent = "Made by a script"</script>"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *arguments):
        pass


page = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=page.serve_forever, daemon=True).start()
driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
try:
    for line in driver.stdout:
        if port := re.search(r"started successfully on port (\d+)", line):
            print(f"http://127.0.0.1:{port[1]} http://127.0.0.1:{page.server_address[1]}/", flush=True)
    sys.exit("chromedriver ended")
finally:
    driver.terminate()
    driver.wait()
