"""The steps that are done on a response."""


def text(data):
    return data.decode("latin-1")


def fields(headers):
    if headers is None:
        return {"headers": None, "payload": None, "defects": []}
    payload = headers.get_payload()
    if not isinstance(payload, str):
        payload = "" if not payload else "\0multipart"
    return {
        "headers": [[name, str(value)] for name, value in headers.items()], "payload": payload,
        "defects": [type(defect).__name__ for defect in headers.defects],
    }


def facts(response):
    return {
        "status": response.status, "reason": response.reason, "version": response.version, "chunked": response.chunked,
        "willClose": response.will_close,
    } | fields(response.headers)


def amount(step, key="amount"):
    return (step[key],) if key in step else ()


def filled(read, size):
    buffer = bytearray(size)
    return text(buffer[: read(buffer)])


def blocks(response, step):
    size, found = max(step.get("size", 65536), 1), []
    while block := response.read1(size):
        found.append(text(block))
    # Of large blocks, only the bytes count: HTTPWire puts together what has come of several chunks.
    return ["".join(found)] if size >= 16384 and found else found


def with_statement(response, step):
    with response:
        return text(response.read(*amount(step)))


def descriptor(response, step):
    try:
        return response.fileno() >= 0
    except AttributeError:
        return None


CALLS = {
    "read": lambda response, step: text(response.read(*amount(step))),
    "readInto": lambda response, step: filled(response.readinto, step["size"]),
    "read1": lambda response, step: text(response.read1(*amount(step))),
    "readInto1": lambda response, step: filled(response.readinto1, step["size"]),
    "peek": lambda response, step: text(response.peek(*amount(step))),
    "readLine": lambda response, step: text(response.readline(*amount(step, "limit"))),
    "readLines": lambda response, step: [text(line) for line in response.readlines(*amount(step, "hint"))],
    "lines": lambda response, step: [text(line) for line in response],
    "chunks": blocks,
    "with": with_statement,
    "closeResponse": lambda response, step: response.close(),
    "getHeader": lambda response, step: response.getheader(step["name"], step.get("default")),
    "getHeaders": lambda response, step: [list(item) for item in response.getheaders()],
    "fileno": descriptor,
    "attributes": lambda response, step: facts(response) | {"url": getattr(response, "url", None), "closed": response.closed},
    "begin": lambda response, step: response.begin(),
}
