"""chromedriver, and a page on the loopback interface for it to look at.

    driver.py FOLDER

What the browser writes is in the folder. Prints the address of chromedriver and of the page.
"""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
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
surroundings = {**os.environ, "HOME": sys.argv[1], "TMPDIR": sys.argv[1]}
driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True, env=surroundings)
address = None
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
try:
    for line in driver.stdout:
        if port := re.search(r"started successfully on port (\d+)", line):
            address = f"http://127.0.0.1:{port[1]}"
            print(f"{address} http://127.0.0.1:{page.server_address[1]}/", flush=True)
    sys.exit("chromedriver ended")
finally:
    # Also ends the browser of a program that has failed. chromedriver alone would leave it.
    if address:
        urllib.request.urlopen(address + "/shutdown", timeout=10).close()
    driver.terminate()
    driver.wait()
