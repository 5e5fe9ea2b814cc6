"""Steps that send: requests whole and step by step, tunnels, and calls that come out of order."""
import words
from script import IDLE, SENT, STARTED
from words import below, data, of_three, pick

LARGE_BODIES = [100, 8191, 8192, 8193, 16384, 20000]
BODY_SIZES = [0, 1, 2, 3, 4, 5, 6, 8, 9, 12, 16, 17, 32, 33]
TEXTS = ["a", "hello", "a=b&c=d", "é", "naïve ÿ", "line\r\nline\r\n", "\x00\x7f"]
TEXT_FILES = TEXTS + ["", "plain text", "plain text, and more of it"]
WIDE_TEXTS = ["\u20ac", "a\u0394b", "\U0001f600", "abc\u0100def"]
TUNNEL_HOSTS = ["t", "t", "example.org", "t:443", "t:80", "[::1]", "[::1]:443"]
BODY_METHODS = ["POST"] * 5 + ["PUT", "PATCH", "GET", "post", "DELETE"]


def body(rng, is_sent_alone=False):
    """A body of some kind, never null."""
    lot = rng.random()
    count = pick(rng, BODY_SIZES if rng.random() > 0.02 else LARGE_BODIES)
    if lot < 0.24:
        return {"bytes": data(rng, count)}
    if lot < 0.44:
        return {"text": "" if lot < 0.26 else pick(rng, WIDE_TEXTS if lot > 0.425 else TEXTS)}
    if lot < 0.52:
        return {"bytes" if is_sent_alone else "span": data(rng, count)}
    if lot < 0.70:
        return {"file": data(rng, count)}
    if lot < 0.78:
        return {"textFile": pick(rng, TEXT_FILES if lot < 0.775 else WIDE_TEXTS)}
    return {"chunks": [data(rng, pick(rng, BODY_SIZES)) if rng.random() < 0.8 else "" for _ in range(below(rng, 5))]}


def headers(rng):
    """Header fields of the caller, each name once, as in a dictionary."""
    found = {}
    for _ in range(1 + below(rng, 3)):
        if rng.random() < 0.3:
            found[pick(rng, words.FRAMING_NAMES)] = pick(rng, words.FRAMING_VALUES)
        else:
            name = of_three(rng, words.NAMES, words.ODD_NAMES, words.BAD_NAMES, 0.06, 0.015)
            found[name] = of_three(rng, words.VALUES, words.ODD_VALUES, words.BAD_VALUES, 0.14, 0.015)
    return [[name, value] for name, value in found.items()]


def target(rng, is_plain):
    """A method and a URL."""
    if is_plain:
        return pick(rng, words.METHODS), pick(rng, words.URLS)
    method = of_three(rng, words.METHODS, words.ODD_METHODS, words.BAD_METHODS, 0.16, 0.03)
    return method, of_three(rng, words.URLS, words.ODD_URLS, words.BAD_URLS, 0.35, 0.04)


def is_bad(method, url):
    return method in words.BAD_METHODS or url in words.BAD_URLS


def request(script, is_plain=True):
    """A request in one call."""
    rng = script.rng
    method, url = target(rng, is_plain)
    keys = {}
    if rng.random() < (0.18 if is_plain else 0.45):
        keys["body"] = body(rng)
        if rng.random() < 0.7:
            method = pick(rng, BODY_METHODS)
    if rng.random() < (0.1 if is_plain else 0.5):
        keys["headers"] = headers(rng)
    if rng.random() < 0.06:
        keys["chunked"] = rng.random() < 0.7
    script.do("request", method=method, url=url, **keys)
    if script.state != IDLE:
        return
    script.method = method
    if is_bad(method, url):
        script.state = STARTED
        return
    script.state = SENT
    script.written()


def step_by_step(script):
    """A request in its parts."""
    rng = script.rng
    method, url = target(rng, rng.random() < 0.8)
    keys = {}
    if rng.random() < 0.15:
        keys["skipHost"] = rng.random() < 0.8
    if rng.random() < 0.15:
        keys["skipAcceptEncoding"] = rng.random() < 0.8
    script.do("putRequest", method=method, url=url, **keys)
    script.method = method
    if script.state == IDLE:
        script.state = STARTED
    is_chunked = rng.random() < 0.25
    for _ in range(below(rng, 4)):
        put_header(script)
    if rng.random() < 0.03:
        script.do("close")
        script.closed()
        return
    if is_chunked:
        script.do("putHeader", name="Transfer-Encoding", values=["chunked"])
    end(script, is_chunked, is_bad(method, url))


def put_header(script):
    rng = script.rng
    name = of_three(rng, words.NAMES + words.FRAMING_NAMES[:3], words.ODD_NAMES, words.BAD_NAMES, 0.1, 0.04)
    script.do("putHeader", name=name, values=[value(rng) for _ in range(pick(rng, [1, 1, 1, 1, 2, 3, 0]))])


def value(rng):
    lot = rng.random()
    if lot < 0.12:
        return pick(rng, [0, 5, 5, -1, 123456789, 9223372036854775807])
    if lot < 0.24:
        return {"bytes": pick(rng, ["", "v", "\xff\xfe", "a\x00", "a\r\n b", "a\rb", "a\n", "x" * 20])}
    return of_three(rng, words.VALUES, words.ODD_VALUES, words.BAD_VALUES, 0.14, 0.05)


def end(script, is_chunked, is_stuck):
    """The end of a head, with or without a body, and what is sent behind it."""
    rng, keys = script.rng, {}
    lot = rng.random()
    if lot < 0.35:
        keys["body"] = body(rng, is_sent_alone=True)
    if is_chunked and lot < 0.8 or lot < 0.05:
        keys["chunked"] = True
    script.do("endHeaders", **keys)
    if script.state == STARTED:
        script.state = SENT
        if not is_stuck:
            script.written()
    if lot > 0.6:
        for _ in range(1 + below(rng, 3)):
            script.do("send", body=body(rng, is_sent_alone=True))


def set_tunnel(script):
    rng = script.rng
    keys = {"host": of_three(rng, TUNNEL_HOSTS, words.ODD_HOSTS, words.BAD_HOSTS, 0.25, 0.06)}
    if rng.random() < 0.4:
        keys["port"] = pick(rng, words.PORTS)
    if rng.random() < 0.4:
        keys["headers"] = headers(rng)
    script.do("setTunnel", **keys)
    if not script.is_open and keys["host"] not in words.BAD_HOSTS:
        script.tunnel = bool(keys["host"])


def out_of_order(script):
    """A call that does not fit the state, or does so only just."""
    rng = script.rng
    lot = rng.random()
    if lot < 0.2:
        script.do("getResponse")
        if script.state == SENT:
            script.answered()
    elif lot < 0.32:
        script.do("request", method="GET", url="/again")
        if script.state == IDLE:
            script.state, script.method = SENT, "GET"
            script.written()
    elif lot < 0.42:
        script.do("putRequest", method="GET", url="/")
        script.state = STARTED if script.state == IDLE else script.state
    elif lot < 0.52:
        put_header(script)
    elif lot < 0.62:
        end(script, False, script.state != STARTED)
    elif lot < 0.72:
        script.do("send", body={"bytes": data(rng, 3)})
        if not script.is_open:
            script.written()
    elif lot < 0.80:
        script.do("close")
        script.closed()
    elif lot < 0.86:
        script.do("connect")
        script.opened()
    elif lot < 0.92:
        set_tunnel(script)
    elif lot < 0.96:
        script.do("stream", read=1 + below(rng, 20))
    else:
        script.do("read", of=pick(rng, [0, 1, 7]))
