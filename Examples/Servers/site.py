"""A site that wants to be crawled politely: robots.txt, a redirect, a cookie without which there is nothing, pages in gzip.

Whoever asks for pages faster than the delay of robots.txt gets 429, and whoever asks for what it forbids gets 403.
"""

import gzip
import time

from flask import Flask, Response, redirect, request

from serving import serve

app = Flask(__name__)
last = 0.0

PAGES = {
    "/": ("Home", ["/old", "/about?lang=de", "private/", "http://elsewhere.invalid/"]),
    "/new/": ("New things", ["one", "../about?lang=de#team", "/"]),
    "/new/one": ("The first", ["/gone"]),
    "/about": ("Über uns", ["/"]),
}


@app.get("/robots.txt")
def robots():
    return Response("User-agent: *\nDisallow: /private\nCrawl-delay: 1\n", mimetype="text/plain")


@app.get("/old")
def old():
    return redirect("/new/", 301)


@app.get("/", defaults={"path": ""})
@app.get("/<path:path>")
def page(path):
    global last
    # A scheduler may be late with the one and in time with the other.
    if time.monotonic() - last < 0.9:
        return "slower, please", 429
    last = time.monotonic()
    if path.startswith("private"):
        return "robots.txt said no", 403
    if "/" + path not in PAGES:
        return "nothing here", 404
    if path and request.cookies.get("visit") != "1":
        return "no cookie", 400
    title, links = PAGES["/" + path]
    html = f"<!doctype html><title>{title}</title>" + "".join(f'<p><a href="{link}">there</a>' for link in links)
    answer = Response(gzip.compress(html.encode()), mimetype="text/html", headers={"Content-Encoding": "gzip"})
    answer.set_cookie("visit", "1")
    return answer


serve(app)
