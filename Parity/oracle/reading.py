"""Steps on responses: reading in every way, with amounts around where bodies and chunks end, and what can be asked besides."""
from words import below, pick

ASKING = ["getHeader", "getHeader", "getHeaders", "fileno", "attributes", "peek"]
ASKED = [
    "Content-Length", "content-length", "Set-Cookie", "set-cookie", "X-A", "Transfer-Encoding", "none", "A", "", "Connection", "Date",
    "\xe9",
]
BY_AMOUNT = ["read", "read", "read", "readInto", "readInto", "read1", "read1", "readInto1", "peek", "readLine"]
LAST = ["read"] * 8 + ["readLines", "lines", "chunks", "chunks", "with", "readInto"]
SIZE = {"readInto": "size", "readInto1": "size", "chunks": "size", "readLine": "limit", "readLines": "hint"}
OPTIONAL = {"read", "read1", "peek", "readLine", "readLines", "with"}


def amounts(reply):
    """Numbers around where something ends."""
    length = max(reply.length, 0) if reply is not None else 5
    found = [0, 1, 1, 2, 3, 3, 5, 7, length, length, length + 1, max(length - 1, 0), max(length - 3, 0), length // 2, 8192, 100000]
    for mark in reply.marks if reply is not None else ():
        found += [mark, mark + 1, max(mark - 1, 0)]
    return found


def by_amount(script, op, numbers, **keys):
    """A call that takes an amount, with one; now and then without, or with a negative one."""
    rng = script.rng
    lot = rng.random()
    if op in OPTIONAL and lot < 0.1:
        script.do(op, **keys)
        return
    number = pick(rng, [-1, -1, -5]) if op in OPTIONAL and lot < 0.14 else pick(rng, numbers)
    if op == "chunks":
        number = max(number, 1)
    script.do(op, **{SIZE.get(op, "amount"): number}, **keys)


def ask(script, numbers):
    rng = script.rng
    op = pick(rng, ASKING)
    if op == "getHeader":
        extra = {"default": pick(rng, ["", "d", "\u20ac"])} if rng.random() < 0.2 else {}
        script.do(op, name=pick(rng, ASKED), **extra)
    elif op == "peek":
        by_amount(script, op, numbers)
    else:
        script.do(op)


def finish(script, reply):
    """The call that is to bring the rest."""
    rng = script.rng
    op = pick(rng, LAST)
    if op == "read" or op in ("lines", "with") and rng.random() < 0.7:
        script.do(op)
    elif op == "readInto":
        script.do(op, size=100000)
    elif op == "lines":
        script.do(op)
    else:
        length = max(reply.length, 0) if reply is not None else 5
        by_amount(script, op, [max(length, 1), length + 1, 8192, 100000])


def response(script, reply):
    """The steps on a response that was just had. The body is read to its end as a rule."""
    rng = script.rng
    numbers = amounts(reply)
    lot = rng.random()
    if rng.random() < 0.12:
        ask(script, numbers)
    if lot < 0.45:
        op = pick(rng, BY_AMOUNT)
        for _ in range(1 + below(rng, 4)):
            by_amount(script, op if rng.random() < 0.7 else pick(rng, BY_AMOUNT), numbers)
            if rng.random() < 0.06:
                ask(script, numbers)
    if lot < 0.85:
        finish(script, reply)
        if rng.random() < 0.15:
            by_amount(script, pick(rng, BY_AMOUNT), numbers)
    elif lot < 0.90:
        if rng.random() < 0.5:
            by_amount(script, "read", numbers)
        script.do("closeResponse" if lot < 0.885 else "drop")
    else:
        by_amount(script, pick(rng, BY_AMOUNT), numbers)
        return
    script.unread = None


def later(script):
    """An older response is read again."""
    older = below(script.rng, max(script.responses - 1, 1))
    by_amount(script, pick(script.rng, BY_AMOUNT), [0, 1, 3, 100], of=older)
