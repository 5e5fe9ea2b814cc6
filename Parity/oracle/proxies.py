"""What proxies answer to CONNECT."""
import framings
import replies
from words import below, pick

CONNECT_REPLIES = [
    "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 Connection established\r\nVia: p\r\n\r\n",
    "HTTP/1.0 200 OK\r\nProxy-Agent: a\r\nX-A: 1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200\r\n\r\n",
]
ODD_CONNECT_REPLIES = [
    "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\n\n", "HTTP/1.1 +200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\n\r\nextra", "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "HTTP/2 200 OK\r\n\r\n",
    "HTTP/1.1 200 OK\r\nnocolon\r\nA: b\r\n\r\n",
    "HTTP/1.1 200 OK\r\nA: \xe9\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
    "HTTP/1.1 200 OK\r\n" + "A: b\r\n" * 101 + "\r\n",
]
REFUSALS = [
    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno", "HTTP/1.1 407 \r\n\r\n",
    "HTTP/1.1 201 Created\r\n\r\n",
    "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.0 502 Bad  Gateway \r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n",
    "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n", "HTTP/1.1 500\r\nA: b", "garbage\r\n",
    "HTTP/1.1 abc OK\r\n\r\n", "", "\r\n\r\n", "HTTP/1.1", "HTTP/1.1 99 x\r\n\r\n",
    "HTTP/1.1 407 \xe9\r\nnocolon\r\n\r\n", "HTTP/1.1 503 no\r\n" + "A: b\r\n" * 101 + "\r\n",
]


def reply(rng):
    """What a proxy answers to CONNECT; it `has_head` when the tunnel stands."""
    lot = rng.random()
    text = pick(rng, CONNECT_REPLIES if lot < 0.7 else ODD_CONNECT_REPLIES if lot < 0.82 else REFUSALS)
    head = text.find("\r\n\r\n") + 4 if "\r\n\r\n" in text else len(text)
    made = replies.Reply(text, head, framings.Body([], "", 0, True), True, lot < 0.82)
    if rng.random() < 0.05:
        made.text, made.is_whole, made.has_head = text[: below(rng, len(text) + 1)], False, False
    return made
