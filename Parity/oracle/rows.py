"""Which rows of docs/parity.md a program has reached: told by the rows it names, and by what it did and what came of it.

A row of `REACHED_BY` is reached by a program one of whose steps has all features of one of its lists.
"""
import pathlib
import re

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "parity.md"


def all_rows():
    """The ids of the page's tables, in their order, and whether each can be reached: not what HTTPWire leaves out.

    The rows U1 to U29 are not among them: http.client has none of what they name, so there is nothing to compare.
    """
    found = {}
    for line in PAGE.read_text().split("\n"):
        match = re.match(r"\| (\w+) \|", line)
        if match and match[1] not in ("id", "amendment") and not re.fullmatch(r"U\d+", match[1]):
            found[match[1]] = "| left out |" not in line
    return found


REACHED_BY = {
    "C1": [["op:new"]], "C3": [["new:port"]], "C4": [["op:new", "refused:url"]], "C6": [["set:timeout"]], "C7": [["set:source"]],
    "C8": [["op:new"]], "C9": [["op:set"]], "R1": [["op:request"]], "R2": [["op:request", "wire"]], "R3": [["body:text"]],
    "R4": [["body:file"], ["body:textFile"]], "R5": [["body:chunks"]], "R6": [["wire:chunk"]], "R7": [["chunked:asked"]],
    "P1": [["op:putRequest"]], "P2": [["refused:method"]], "P3": [["refused:url"]], "P4": [["wire:host"]], "P5": [["wire:identity"]],
    "H1": [["op:putHeader"]], "H2": [["refused:name"]], "H3": [["refused:value"]], "H4": [["values:several"]], "E1": [["op:endHeaders"]],
    "N1": [["op:send"]], "K1": [["op:connect"]], "K2": [["op:close"]], "D1": [["op:setDebugLevel"]],
    "ST1": [["error:CannotSendRequest"]], "ST2": [["op:putHeader", "error:CannotSendHeader"]],
    "ST3": [["op:endHeaders", "error:CannotSendHeader"]], "ST4": [["error:ResponseNotReady"]], "ST5": [["op:send"]], "ST6": [["op:close"]],
    "ST7": [["opened:after an end"]], "ST8": [["will-close"]], "ST9": [["op:closeResponse"]], "B1": [["op:response"]],
    "B3": [["had:response"]], "B4": [["version:10"]], "B5": [["had:response"]], "B6": [["had:response", "peer:interim"]],
    "B7": [["error:HTTPException"]],
    "B8": [["defects"]], "B9": [["framing:chunked"]], "B10": [["framing:length"]], "B11": [["framing:none"]], "B12": [["will-close"]],
    "B13": [["had:response", "method:CONNECT"]], "RD1": [["op:read"]], "RD2": [["read:amount"]], "RD3": [["read:zero"]],
    "RD4": [["read:negative"]],
    "RD5": [["op:readInto"]], "RD6": [["op:read1"]], "RD7": [["op:readInto1"]], "RD8": [["op:peek"]], "RD9": [["op:readLine"]],
    "RD10": [["op:readLines"], ["op:lines"]], "RD11": [["framing:chunked"]], "Q1": [["had:response"]], "Q2": [["op:closeResponse"]],
    "Q3": [["op:with"]], "Q4": [["op:getHeader"]], "Q5": [["op:getHeaders"]], "Q6": [["op:fileno"]], "Q7": [["had:response"]],
    "Q9": [["reading", "error:TimeoutError"]], "X2": [["error:NotConnected"]], "X3": [["error:InvalidURL"]],
    "X4": [["error:UnknownProtocol"]], "X6": [["error:IncompleteRead"]], "X7": [["error:CannotSendRequest"], ["error:ResponseNotReady"]],
    "X8": [["error:BadStatusLine"]], "X9": [["error:LineTooLong"]], "X10": [["error:RemoteDisconnected"]],
    "X11": [["error:ValueError"], ["error:UnicodeEncodeError"], ["error:TimeoutError"], ["error:ConnectionResetError"]],
    "T1": [["op:setTunnel"]], "T2": [["wire:connect"]], "T5": [["wire:connect"]], "DB1": [["debug:Unable to determine"]],
    "DB2": [["debug:send:"]], "DB3": [["debug:reading a readable"]], "DB4": [["debug:encoding file"]], "DB5": [["debug:Zero length"]],
    "DB6": [["debug:sending a readable"]], "DB7": [["debug:reply:"]], "DB8": [["debug:headers:"]], "DB9": [["debug:header:"]],
    "HM1": [["query:get"], ["query:contains"], ["query:len"]], "HM2": [["query:getAll"]],
    "HM3": [["query:keys"], ["query:values"], ["query:items"], ["query:dict"]], "HM4": [["query:contentType"]],
    "HM5": [["query:param"], ["query:params"], ["query:filename"], ["query:boundary"]], "HM6": [["query:disposition"]],
    "HM7": [["query:defects"], ["query:payload"]], "HM8": [["query:text"]], "HM9": [["query:add"], ["query:replace"], ["query:remove"]],
}


def reached(program, trace):
    """The rows that a program has reached, by its own word and by its trace."""
    found = set(program.get("rows", []))
    for features in features_of(program, trace):
        found.update(row for row, ways in REACHED_BY.items() if any(features.issuperset(way) for way in ways))
    return found


def features_of(program, trace):
    """The features of each step that was done."""
    has_interim = any(re.search(r"HTTP/1\.\d 1\d\d", piece) for piece in pieces(program))
    method, live, has_failed, openings = None, [], False, 0
    for step, outcome in zip(program["steps"], trace.get("steps", [])):
        if "skipped" in outcome:
            continue
        features = {*features_of_step(step), *features_of_outcome(step, outcome)}
        if step["op"] in ("request", "putRequest"):
            method = step["method"]
        if has_interim:
            features.add("peer:interim")
        if step["op"] == "getResponse" and method == "CONNECT":
            features.add("method:CONNECT")
        if "opened" in outcome:
            # Opened anew because what was there had failed, or was gone.
            if openings and (has_failed or openings - 1 not in live):
                features.add("opened:after an end")
            openings += len(outcome["opened"])
            has_failed = False
        has_failed = has_failed or "error" in outcome
        live = outcome["live"] if "live" in outcome else []
        yield features


def pieces(program):
    for connection in program.get("peer", []):
        for exchange in connection.get("exchanges", []):
            yield from exchange


def features_of_step(step):
    yield "op:" + step["op"]
    if step["op"] in READING:
        yield "reading"
    if step["op"] == "set":
        yield "set:" + step["name"]
    for key in ("timeout", "source", "port"):
        if step["op"] == "new" and step.get(key) is not None:
            yield ("set:" if key != "port" else "new:") + key
    if step.get("body"):
        yield "body:" + next(iter(step["body"]))
    if step.get("chunked"):
        yield "chunked:asked"
    if step["op"] == "response" and step.get("method") == "CONNECT":
        yield from ("had:response", "method:CONNECT")
    if len(step.get("values", [])) > 1:
        yield "values:several"
    if step["op"] == "read" and "amount" in step:
        yield "read:amount"
        yield {True: "read:negative", False: "read:zero" if step["amount"] == 0 else "read:some"}[step["amount"] < 0]
    for query in step.get("queries", []):
        yield "query:" + query[0]


def features_of_outcome(step, outcome):
    error = outcome.get("error")
    if error:
        yield "error:" + error["type"]
        text = error.get("text", "")
        for beginning, what in REFUSALS:
            if text.startswith(beginning):
                yield "refused:" + what
    for line in outcome.get("debug", []):
        yield "debug:" + next((word for word in DEBUG_WORDS if line.startswith(word)), "")
    for _, written in outcome.get("wire", []):
        yield "wire"
        yield from features_of_write(written)
    if step["op"] == "getResponse" and "ok" in outcome:
        yield from features_of_response(outcome["ok"], outcome["responses"])


REFUSALS = [("method can't", "method"), ("URL can't", "url"), ("Invalid header name", "name"), ("Invalid header value", "value")]
DEBUG_WORDS = [
    "Unable to determine", "sending a readable", "send:", "reading a readable", "encoding file", "Zero length", "reply:", "headers:",
    "header:",
]


READING = {"read", "readInto", "read1", "readInto1", "peek", "readLine", "readLines", "lines", "chunks", "with"}


def is_chunk(written):
    """Whether a write is a chunk with content."""
    size = re.match(r"([0-9A-F]+)\r\n", written)
    return size is not None and 0 < int(size[1], 16) == len(written) - size.end() - 2


def features_of_write(written):
    if is_chunk(written):
        yield "wire:chunk"
    for feature, needle in (("host", "\r\nHost: "), ("identity", "Accept-Encoding: identity")):
        if needle in written:
            yield "wire:" + feature
    if written.startswith("CONNECT "):
        yield "wire:connect"


def features_of_response(facts, responses):
    yield "had:response"
    yield f"version:{facts['version']}"
    if facts["willClose"]:
        yield "will-close"
    if facts["defects"]:
        yield "defects"
    length = responses[-1][1] if responses else None
    yield "framing:" + ("chunked" if facts["chunked"] else {None: "close", 0: "none"}.get(length, "length"))
