"""Has a browser open a page, and reads what it made of it (W3C WebDriver).

    webdriver.py http://127.0.0.1:9515 http://127.0.0.1:8080/
"""

import sys

import requests

driver, page = sys.argv[1:]
session = requests.Session()


def call(method, path, **parameters):
    """Sends a command, and returns its value; the protocol's errors have a value, too."""
    answer = session.request(method, driver + path, json=parameters if method == "POST" else None, timeout=60)
    value = answer.json()["value"]
    if answer.status_code != 200:
        raise RuntimeError(value["error"])
    return value


options = {"args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]}
identifier = call("POST", "/session", capabilities={"alwaysMatch": {"goog:chromeOptions": options}})["sessionId"]
browser = "/session/" + identifier
try:
    call("POST", browser + "/url", url=page)
    print("title:", call("GET", browser + "/title"))
    [heading] = call("POST", browser + "/element", using="css selector", value="h1").values()
    print("heading:", call("GET", f"{browser}/element/{heading}/text"))
    print("sum:", call("POST", browser + "/execute/sync", script="return arguments[0] + arguments[1]", args=[20, 22]))
    try:
        call("POST", browser + "/element", using="css selector", value="h2")
    except RuntimeError as error:
        print("missing:", error)
finally:
    call("DELETE", browser)
