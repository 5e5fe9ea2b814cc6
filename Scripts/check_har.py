"""Holds a HAR file against the schema of HTTP Archive 1.2 and against what the format says beside it. Scripts/har calls it.

    check_har.py SCHEMAS FILE              any file
    check_har.py --example SCHEMAS FILE    the file of the example `har`, whose exchanges are known
    check_har.py --self-test SCHEMAS       fails unless breaches that are made on purpose are found
"""

import base64
import copy
import json
import sys
from pathlib import Path

from jsonschema import Draft6Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT6


def validator(folder):
    """A validator of whole files. The schemas name each other by their `$id`."""
    resources = []
    for path in sorted(Path(folder).glob("*.json")):
        schema = json.loads(path.read_text())
        resource = DRAFT6.create_resource(schema)
        resources += [(path.name, resource), (path.name + "#", resource)]
    schema = json.loads((Path(folder) / "har.json").read_text())
    return Draft6Validator(schema, registry=Registry().with_resources(resources), format_checker=FormatChecker())


def problems(har, schema):
    """What is wrong with a file, a line each."""
    found = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in schema.iter_errors(har)]
    if found:
        return found
    started = ""
    for number, entry in enumerate(har["log"]["entries"]):
        def complain(text):
            found.append(f"entry {number}, {entry['request']['url']}: {text}")

        timings = entry["timings"]
        steps = [value for name, value in timings.items() if name != "ssl" and value != -1]
        if abs(sum(steps) - entry["time"]) > 0.0005:
            complain(f"the steps take {sum(steps)} ms, and the whole {entry['time']} ms")
        if any(value < 0 and value != -1 for value in timings.values()) or min(timings[name] for name in ("send", "wait", "receive")) < 0:
            complain(f"a negative time: {timings}")
        if timings.get("ssl", -1) > timings.get("connect", -1):
            complain("TLS is not a part of connecting")
        if entry["startedDateTime"] < started:
            complain("it began before the entry in front of it")
        started = entry["startedDateTime"]
        content = entry["response"]["content"]
        if "text" in content and "comment" not in content:
            text = content["text"]
            kept = base64.b64decode(text, validate=True) if content.get("encoding") == "base64" else text.encode()
            if len(kept) != content["size"]:
                complain(f"{len(kept)} bytes of {content['size']}")
        if "://" not in entry["request"]["url"]:
            complain("no absolute URL")
    return found


# The example's exchanges: the path, the status, and what must be true of the entry.
EXAMPLE = [
    ("/?q=a%20b&empty", 200, lambda e: e["request"]["queryString"] == [{"name": "q", "value": "a%20b"}, {"name": "empty", "value": ""}]),
    ("/chunks", 200, lambda e: e["response"]["content"]["text"] == 'Grüße, "\\\x01' and e["response"]["bodySize"] > 14
        and e["response"]["_trailers"] == [{"name": "X-Checked", "value": "yes"}]),
    ("/image", 200, lambda e: base64.b64decode(e["response"]["content"]["text"]) == b"\x89PNG\xff"),
    ("/old", 302, lambda e: e["response"]["redirectURL"] == "/new"),
    ("/form", 200, lambda e: e["request"]["postData"]["text"] == "a=1&b=2"),
    ("/binary", 200, lambda e: base64.b64decode(e["request"]["postData"]["text"]) == b"\xff\xfe"),
    ("/hang", 0, lambda e: e["comment"].startswith("failed: ")),
    ("/secure", 200, lambda e: e["request"]["url"].startswith("https://localhost:") and e["timings"]["ssl"] >= 0),
    ("/refused", 0, lambda e: e["comment"].startswith("failed: ")),
]


def example_problems(har):
    """What is wrong with the file of the example."""
    entries = har["log"]["entries"]
    if len(entries) != len(EXAMPLE):
        return [f"{len(entries)} entries, and not {len(EXAMPLE)}"]
    found = []
    for entry, (path, status, is_right) in zip(entries, EXAMPLE):
        if not entry["request"]["url"].endswith(path) or entry["response"]["status"] != status or not is_right(entry):
            found.append(f"{path}: {json.dumps(entry)}")
    if len({entry.get("connection") for entry in entries[:7]}) != 1:
        found.append("the kept connection has several numbers")
    if "abc" in json.dumps(har):
        found.append("a credential is not masked")
    return found


GOOD = {"log": {"version": "1.2", "creator": {"name": "a", "version": "1"}, "entries": [{
    "startedDateTime": "2026-01-01T00:00:00.000Z", "time": 6.5, "cache": {}, "serverIPAddress": "127.0.0.1",
    "timings": {"blocked": -1, "send": 1, "wait": 2, "receive": 3.5},
    "request": {"method": "GET", "url": "http://a/", "httpVersion": "HTTP/1.1", "cookies": [], "headers": [], "queryString": [],
                "headersSize": 1, "bodySize": 0},
    "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "cookies": [], "headers": [], "redirectURL": "",
                 "headersSize": 1, "bodySize": 0, "content": {"size": 0, "mimeType": ""}}}]}}
BREACHES = [
    ("a status that is text", lambda entry: entry["response"].update(status="200")),
    ("no method", lambda entry: entry["request"].pop("method")),
    ("a date without a time", lambda entry: entry.update(startedDateTime="2026-01-01")),
    ("an address with a port", lambda entry: entry.update(serverIPAddress="127.0.0.1:80")),
    ("times that don't add up", lambda entry: entry.update(time=7)),
    ("a negative time", lambda entry: entry["timings"].update(wait=-2, send=5)),
    ("a body that lacks bytes", lambda entry: entry["response"]["content"].update(size=3, text="ab")),
]


def self_test(schema):
    wrong = [f"taken for broken: {problem}" for problem in problems(GOOD, schema)]
    for title, spoil in BREACHES:
        har = copy.deepcopy(GOOD)
        spoil(har["log"]["entries"][0])
        if not problems(har, schema):
            wrong.append(f"not found: {title}")
    for line in wrong:
        print(f"har --self-test: {line}", file=sys.stderr)
    print(f"har --self-test: {len(BREACHES)} breaches, {len(wrong)} failures")
    return 1 if wrong else 0


def main(arguments):
    options = [argument for argument in arguments if argument.startswith("--")]
    names = [argument for argument in arguments if not argument.startswith("--")]
    schema = validator(names[0])
    if "--self-test" in options:
        return self_test(schema)
    har = json.loads(Path(names[1]).read_bytes())
    found = problems(har, schema)
    if "--example" in options and not found:
        found = example_problems(har)
    for line in found:
        print(f"har: {line}", file=sys.stderr)
    print(f"har: {len(har['log']['entries'])} entries, " + (f"{len(found)} problems" if found else "all as HAR 1.2 says"))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
