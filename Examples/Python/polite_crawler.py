"""Visits all pages of a site, as its robots.txt allows and no faster than that asks for.

    polite_crawler.py http://127.0.0.1:5000/
"""

import re
import sys
import time
from urllib.parse import urldefrag, urljoin, urlsplit

import requests

start = sys.argv[1]
session = requests.Session()
session.headers["User-Agent"] = "polite-crawler"

delay, forbidden = 0.0, []
robots = session.get(urljoin(start, "/robots.txt"), timeout=10)
for line in robots.text.splitlines() if robots.ok else []:
    field, _, value = line.partition(":")
    if field.lower() == "crawl-delay":
        delay = float(value)
    elif field.lower() == "disallow" and value.strip():
        forbidden.append(value.strip())

queue, seen = [start], {start}
while queue:
    page = session.get(queue.pop(0), timeout=10)
    seen.add(page.url)
    path = urlsplit(page.url).path
    title = re.search("<title>(.*?)</title>", page.text)
    print(page.status_code, path, f"{len(page.history)} redirected,", title[1] if title else "no title")
    for reference in re.findall('href="(.*?)"', page.text):
        link = urldefrag(urljoin(page.url, reference)).url
        if urlsplit(link).netloc != urlsplit(start).netloc or link in seen:
            continue
        seen.add(link)
        if any(urlsplit(link).path.startswith(prefix) for prefix in forbidden):
            print("left out:", urlsplit(link).path)
        else:
            queue.append(link)
    time.sleep(delay)
print("cookies:", ", ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies))
