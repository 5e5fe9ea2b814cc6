"""Runs a program over http.client and real sockets."""
import copy
import http.client
import re
import ssl

import interpreter


class Run(interpreter.Run):
    authority = None

    def new(self, step):
        self.connection = None
        settings = {"blocksize": step.get("blockSize", 8192)}
        if "timeout" in step:
            settings["timeout"] = step["timeout"]
        if step.get("source"):
            settings["source_address"] = tuple(step["source"])
        kind = http.client.HTTPConnection
        if step.get("https"):
            kind = http.client.HTTPSConnection
            settings |= self.security(step)
        made = kind(step["host"], step.get("port"), **settings)
        self.connection = made
        return {"host": made.host, "port": made.port, "defaultPort": made.default_port}

    def security(self, step):
        settings = {}
        if step.get("context") == "unverified":
            settings["context"] = ssl._create_unverified_context()
        elif step.get("context") == "trusting":
            settings["context"] = ssl.create_default_context(cafile=self.authority)
            settings["context"].set_alpn_protocols(["http/1.1"])
        for key, name in (("checkHostname", "check_hostname"), ("keyFile", "key_file"), ("certFile", "cert_file")):
            if key in step:
                settings[name] = step[key]
        return settings


def run(program, authority):
    made = Run(program, interpreter.Stock)
    made.authority = authority
    return without_sockets(made.trace())


def without_sockets(trace):
    """A trace without what a scripted peer alone can see."""
    for step in trace.get("steps", []):
        for key in ("opened", "wire", "live"):
            step.pop(key, None)
    return trace


# Errors of a call that comes too early or too late, which change nothing.
OUT_OF_ORDER = {"CannotSendRequest", "CannotSendHeader", "ResponseNotReady", "RuntimeError"}
ON_CONNECTION = {"connect", "request", "endHeaders", "send", "getResponse"}


class Mending:
    """Goes through a trace and puts in what the known differences make of it (the amendments that show over real sockets)."""

    def __init__(self, program, stock):
        self.program = program
        self.trace = copy.deepcopy(stock)
        self.used = set()

    def mended(self):
        for step, outcome in zip(self.program["steps"], self.trace["steps"]):
            self.mend_error(step, outcome)
            for seen in outcome.get("responses", []):
                self.mend_response(seen)
        for seen in self.trace["seen"]:
            self.mend_seen(seen)
        return self.trace, self.used

    def mend_error(self, step, outcome):
        error = outcome.get("error")
        if error is None:
            return
        if error["type"] == "FileNotFoundError":
            self.used.add("file-errors")
            outcome["error"] = {"type": "SSLError", "text": ""}
        if step["op"] in ON_CONNECTION and error["type"] not in OUT_OF_ORDER and outcome["open"]:
            self.used.add("error-closes")
            outcome["open"] = False

    def mend_response(self, seen):
        if seen[:2] == [False, 0]:
            self.used.add("empty-body-ended")
            seen[0] = True
        if seen[0] and seen[1]:
            self.used.add("end-of-length")
            seen[1] = 0

    def mend_seen(self, seen):
        if seen.get("version") and seen["protocol"] is None:
            self.used.add("alpn-always")
            seen["protocol"] = "http/1.1"
        received = re.sub(r"CONNECT (\S+) HTTP/1.0\r\n", r"CONNECT \1 HTTP/1.1\r\nHost: \1\r\n", seen["received"])
        if received != seen["received"]:
            self.used.add("connect-http11")
            seen["received"] = received


def mended(program, stock):
    """The trace with the known differences, and their names."""
    return Mending(program, stock).mended()
