"""Server replies: status lines, header blocks, interim responses and what comes behind, mostly ordinary and now and then odd."""
import framings
import mutations
from words import BLANKS, SPECIAL, below, data, pick

STATUSES = [
    "200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "404 Not Found", "301 Moved", "201 Created", "500 Internal Server Error",
    "206 Partial Content",
    "205 Reset Content", "401 Unauthorized", "418 I'm a teapot",
]
EMPTY_STATUSES = ["204 No Content", "304 Not Modified"]
INTERIM = ["100 Continue"] * 6 + ["101 Switching Protocols", "102 Processing", "103 Early Hints", "199 Other"]
VERSIONS = [
    "HTTP/1.0", "HTTP/1.0", "HTTP/0.9", "HTTP/1.10", "HTTP/1.2", "HTTP/1.", "HTTP/1.x", "HTTP/2", "HTTP/2.0", "HTTP/1", "HTTP/", "HTTP",
    "http/1.1",
    "HTTP/01.1", "HTTP /1.1", " HTTP/1.1", "HTTP/1.1\x00", "HTTP/1.0.", "ICY", "", "HTTP/1.\xb2", "\xefHTTP/1.1", "HTTP/11.1", "HTTP/1.1,",
]
CODES = [
    "+200", "2_00", "0200", "099", "100", "999", "1000", "99", "0", "-200", "abc", "20", "2 0 0", "200.", "0x200", "2__00", "_200", "200_",
    "", "\xb2\xb0\xb0",
    "\xd9\xa2\xd9\xa0\xd9\xa0", "200\x00", "200,", "000000200", "1e2", "+1_00", "\xa0200",
]
REASONS = [
    "", " ", " OK", "OK ", "\tOK\t", "Not  Found", "\xe9t\xe9", "\x00", "a\rb", "O" * 300, "OK\x0b", "\x1cOK", "\x85", "OK\xa0", "OK\r",
    "=?utf-8?q?a?=", "200",
]
FIELDS = [
    "Date: Mon, 01 Jan 2024 00:00:00 GMT", "Server: s/1.0", "Content-Type: text/plain; charset=utf-8", "Set-Cookie: a=b; Path=/",
    "Set-Cookie: c=d",
    "Vary: *", "ETag: \"x\"", "X-A: 1", "x-a: 2", "X-Empty:", "X-Blank:   ", "X-Tight:v", "X-Trail: v \t", "Location: /next",
]
ODD_FIELDS = [
    "A: b\r\n c", "A: b\r\n\tc\r\n d", "A:\r\n b", "A: b\r\n ", "A: b\rC: d", "A: b\r", "A: b\nC: d", "nocolon", "A : b", "A\t: b", ": b",
    ":", " A: b", "\tA: b", "A: \x00b",
    "A\x00: b", "A: \xe9\xff", "\xe9: b", "A b: c", "A: b\x0bc", "A: b\x0c", "A: b\x1cc\x1d", "A: b\x85c", "A: \xa0b\xa0", "A:b:c",
    "A;: b", "From me", "From: me", ">From x",
    "A: =?utf-8?q?=c3=a9?=", "--x", "A: b\r\r", "A: \t", "\x7f: b", "A: b\n\n", "\x1cA: b", "\x85A: b", "A: b\r\n\x0bC: d",
    "A: b\r\n\x0c c", "A\xa0: b", "\"A\": b", "A: b\r\x00",
]


# HTTPWire makes room for so much at once. How a larger body is cut depends on how memory is given out, which shows in nothing but whether
# bytes behind it have come with its end.
WHOLE = 65_536


class Reply:
    """A reply as it goes over the wire, and what a client that reads as Python does is likely to make of it."""

    __slots__ = ("text", "head", "length", "marks", "keeps", "has_head", "is_whole")

    def __init__(self, text, head, body, keeps, has_head=True):
        self.text, self.head, self.keeps, self.has_head = text, head, keeps, has_head
        self.length, self.marks = body.length, body.marks
        self.is_whole = True


def odd_status_line(rng):
    """A status line that is odd in one place, sometimes in two; and whether a response comes of it."""
    version, code, reason, gap = "HTTP/1.1", "200", "OK", " "
    lot, keeps = rng.random(), True
    if lot < 0.35:
        version = pick(rng, VERSIONS)
    elif lot < 0.65:
        code = pick(rng, CODES)
    elif lot < 0.85:
        reason = pick(rng, REASONS)
    else:
        gap = pick(rng, BLANKS + ["  ", "", " \t "])
    line = version + gap + code + pick(rng, [" ", " ", gap]) + reason
    if lot > 0.65 and rng.random() < 0.15:
        line = pick(rng, SPECIAL) + line
    keeps = lot >= 0.65
    return line + pick(rng, ["\r\n"] * 6 + ["\n", "\r\r\n", ""]), keeps


def status_line(rng, status):
    lot = rng.random()
    if lot < 0.06:
        return f"HTTP/1.0 {status}\r\n"
    if lot < 0.08:
        return f"HTTP/1.1 {status}\n"
    if lot < 0.10:
        return f"HTTP/1.1 {status[:3]}\r\n"
    return f"HTTP/1.1 {status}\r\n"


def fields(rng, framing, odd_rate):
    """The lines of a header block, without the blank one."""
    lines = [pick(rng, FIELDS) for _ in range(below(rng, 4))]
    lot = rng.random()
    if lot < odd_rate:
        for _ in range(1 + below(rng, 2)):
            lines.insert(below(rng, len(lines) + 1), pick(rng, ODD_FIELDS))
        if lot < 0.006:
            lines += [f"N{number}: {number}" for number in range(98 - len(lines) - len(framing) + below(rng, 5))]
        elif lot < 0.009:
            lines.append("L: " + "x" * (65527 + below(rng, 9)))
    place = below(rng, len(lines) + 1)
    lines[place:place] = framing
    return lines


def interim(rng):
    """Responses that come before the one that counts."""
    if rng.random() < 0.02:
        return "HTTP/1.1 100 Continue\r\n\r\n" * (98 + below(rng, 5))
    parts = []
    for _ in range(1 if rng.random() < 0.8 else 1 + below(rng, 3)):
        lines = [f"HTTP/1.1 {pick(rng, INTERIM)}"] + [pick(rng, FIELDS) for _ in range(below(rng, 3))]
        if rng.random() < 0.05:
            lines.append(pick(rng, ODD_FIELDS))
        parts.append("\r\n".join(lines) + "\r\n\r\n")
    return "".join(parts)


def body_for(rng, method, status, odd_rate):
    """A body with its fields, such as the method and the status call for, or not."""
    if method == "HEAD" or status[:3] in ("204", "304"):
        body = pick(rng, framings.ORDINARY)(rng) if rng.random() < 0.6 else framings.Body([], "", 0, True)
        if rng.random() < 0.9:
            body.text = ""
        body.length, body.keeps = 0, True
        return body
    return pick(rng, framings.ODD if rng.random() < odd_rate else framings.ORDINARY)(rng)


def make(rng, method, oddness=1.0):
    """A reply to a request. With an oddness of 0 there is nothing wrong with it."""
    status = pick(rng, EMPTY_STATUSES) if rng.random() < 0.06 else pick(rng, STATUSES)
    line, keeps = status_line(rng, status), True
    is_odd = rng.random() < 0.09 * oddness
    if is_odd:
        line, keeps = odd_status_line(rng)
        status = "200"
    body = body_for(rng, method, status, 0.28 * oddness)
    lines = fields(rng, body.fields, 0.12 * oddness)
    head = line + "".join([each + "\r\n" for each in lines]) + ("\r\n" if rng.random() > 0.01 * oddness else "\n")
    if rng.random() < 0.05 * oddness:
        head = interim(rng) + head
        keeps = keeps and "HTTP/1.1 10" not in head.replace("HTTP/1.1 100", "")
    keeps = keeps and body.keeps and not head.startswith("HTTP/1.0")
    text = body.text if len(body.text) <= WHOLE or "ransfer-" in head else body.text[: body.length]
    return harmed(rng, Reply(head + text, len(head), body, keeps, not is_odd), oddness)


def harmed(rng, reply, oddness):
    """A reply with something cut off, put in or put behind it, at times."""
    lot = rng.random() / oddness if oddness else 1.0
    if lot < 0.09:
        cut = below(rng, reply.head) if rng.random() < 0.4 else below(rng, len(reply.text) + 1)
        reply.text, reply.is_whole = reply.text[:cut], False
        reply.has_head = reply.has_head and cut >= 17
    elif lot < 0.15 and len(reply.text) <= WHOLE:
        reply.text = mutations.mutated(rng, reply.text)
        reply.keeps = reply.keeps and rng.random() < 0.5
    elif lot < 0.19 and len(reply.text) <= WHOLE:
        reply.text += pick(rng, ["\r\n", "junk", "\x00", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", data(rng, 30)])
    return reply
