"""Runs a program over http.client and real sockets."""
import copy
import http.client
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


def mended(program, stock):
    """The trace with the known differences that show over real sockets, and their names."""
    trace, used = copy.deepcopy(stock), set()
    for step, outcome in zip(program["steps"], trace["steps"]):
        for seen in outcome.get("responses", []):
            if seen[0] and seen[1] != 0:
                seen[1] = 0
                used.add("end-of-length")
    return trace, used
