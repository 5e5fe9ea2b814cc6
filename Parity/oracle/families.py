"""The kinds of generated programs; each function fills a script. `FAMILIES` has each as often as it is to be drawn."""
import calls
import mutations
import reading
import replies
import words
from exchanges import exchange, new, setting
from words import below, data, pick


def one_exchange(script):
    new(script)
    exchange(script)
    if script.chance(0.65):
        exchange(script)


def kept_connection(script):
    script.most = max(script.most, 7)
    new(script)
    for _ in range(2 + below(script.rng, 3)):
        exchange(script)
        if script.responses > 1 and script.chance(0.15):
            reading.later(script)
        if script.chance(0.04):
            setting(script)


def odd_requests(script):
    new(script)
    script.oddness = 0.2
    while not script.is_full:
        exchange(script, is_plain=False)


def parts(script):
    script.most = max(script.most, 6)
    new(script)
    while not script.is_full:
        exchange(script, calls.step_by_step if script.chance(0.85) else calls.request)


def tunnels(script):
    script.most = max(script.most, 6)
    new(script)
    if script.chance(0.1):
        script.do("connect")
        script.opened()
    calls.set_tunnel(script)
    while not script.is_full:
        exchange(script)
        if script.chance(0.4):
            script.do("proxyHeaders")
        if script.chance(0.15):
            script.do("close")
            script.closed()
        if script.chance(0.1):
            calls.set_tunnel(script)


TUNNEL_HEADS = ["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"]
UPGRADE_HEADS = ["HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n"]


def left_over(script):
    """What CONNECT and 101 leave: a stream that is read as it is."""
    new(script)
    script.oddness = 0.3
    rng = script.rng
    is_connect = script.chance(0.6)
    script.do("request", method="CONNECT" if is_connect else "GET", url="h:443" if is_connect else "/")
    script.opened()
    head = pick(rng, TUNNEL_HEADS if is_connect else UPGRADE_HEADS)
    if script.is_open:
        script.connection["exchanges"].append(mutations.pieces(rng, head + data(rng, below(rng, 30)), len(head)))
    script.do("getResponse")
    for _ in range(1 + below(rng, 3)):
        if script.chance(0.4):
            script.do("read") if script.chance(0.4) else script.do("read", amount=below(rng, 12))
        else:
            script.do("stream", read=1 + below(rng, 12))


def failures(script):
    """Connections that are refused, break while being written to, or end."""
    script.most = max(script.most, 5)
    new(script)
    lot = script.rng.random()
    if lot < 0.25:
        script.peer.append({"refuse": pick(script.rng, [111, 113, 101])})
        script.do("request", method="GET", url="/")
        if script.chance(0.6):
            script.do("close")
    elif lot < 0.6:
        script.opened()
        if script.is_open:
            script.connection["failWrites"] = pick(script.rng, [0, 1, 20, 50, 60, 70]) if script.chance(0.6) else below(script.rng, 200)
            script.do("connect")
    elif lot < 0.8:
        script.peer.append({"exchanges": [[]] if lot < 0.7 else [], "end": pick(script.rng, ["close", "reset", "stall"])})
        script.do("request", method="GET", url="/")
        script.do("getResponse")
        if script.chance(0.5):
            script.do("close")
    while not script.is_full:
        exchange(script)


def chaos(script):
    new(script)
    while not script.is_full:
        if script.chance(0.5):
            calls.out_of_order(script)
        else:
            exchange(script, calls.request if script.chance(0.6) else calls.step_by_step)


def bare_response(script):
    """A response over a stream, without a connection."""
    rng = script.rng
    method = pick(rng, ["GET", "GET", "GET", "HEAD", "CONNECT", "POST", None, "head", ""])
    is_late = rng.random() < 0.12
    reply = replies.make(rng, method or "GET", 0 if is_late else 1.5)
    script.peer.append({"exchanges": [mutations.pieces(rng, reply.text, reply.head)], "end": pick(rng, ["close"] * 6 + ["reset", "stall"])})
    keys = {} if method is None else {"method": method}
    if rng.random() < 0.3:
        keys["url"] = pick(rng, words.URLS + ["é", ""])
    if rng.random() < 0.2:
        keys["debugLevel"] = pick(rng, [1, 1, 2, 0])
    script.do("response", **keys, **({"begin": False} if is_late else {}))
    script.responses = 1
    if is_late:
        script.do("getHeader", name="A")
        script.do("begin")
    if not reply.has_head and rng.random() < 0.9:
        script.do("getHeaders")
        return
    while not script.is_full and script.responses:
        reading.response(script, reply)
        script.responses = rng.random() < 0.3


def header_blocks(script):
    """Header blocks alone."""
    rng = script.rng
    for _ in range(2 + below(rng, 2)):
        body = replies.body_for(rng, "GET", "200", 0.3)
        block = "".join([line + "\r\n" for line in replies.fields(rng, body.fields, 0.6)]) + pick(rng, ["\r\n"] * 8 + ["\n", "", "\r"])
        text = block + body.text
        text = mutations.mutated(rng, text) if rng.random() < 0.25 else text
        script.peer.append({"exchanges": [mutations.pieces(rng, text, len(block))], "end": pick(rng, ["close"] * 6 + ["reset", "stall"])})
        script.do("parseHeaders", rest=pick(rng, [0, 1, 5, len(body.text), len(body.text) + 1, 100000]))


def hosts(script):
    new(script, 0.8, 0.1)
    script.oddness = 0.2
    exchange(script)
    if script.is_full:
        return
    new(script, 0.3, 0.02)
    script.closed()
    exchange(script)


FAMILIES = (
    [one_exchange] * 30 + [kept_connection] * 22 + [odd_requests] * 12 + [parts] * 9 + [tunnels] * 8 + [failures] * 6 + [chaos] * 3
    + [bare_response] * 5 + [header_blocks] * 3 + [hosts] * 3 + [left_over] * 2
)
