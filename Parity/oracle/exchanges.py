"""What the families of programs have in common: making a connection, and one exchange on it with what can go wrong."""
import calls
import reading
import words
from script import SENT, STARTED
from words import below, of_three, pick

ORDER_ERRORS = 0.03


def new(script, odd_rate=0.02, bad_rate=0.002):
    """The connection, and what is set on it."""
    rng = script.rng
    keys = {"host": of_three(rng, words.HOSTS, words.ODD_HOSTS, words.BAD_HOSTS, odd_rate, bad_rate)}
    lot = rng.random()
    if lot < 0.1:
        keys["port"] = pick(rng, words.PORTS)
    if 0.05 < lot < 0.12:
        keys["timeout"] = pick(rng, words.TIMEOUTS)
    if 0.1 < lot < 0.14:
        keys["source"] = pick(rng, words.SOURCES)
    if 0.14 < lot < 0.35:
        keys["blockSize"] = 1 + below(rng, 16) if lot < 0.32 else pick(rng, [100, 8192, 65536])
    if lot > 0.98:
        keys["maxHeaders"] = pick(rng, [1, 2, 3, 5, 100, 105])
    script.do("new", **keys)
    if rng.random() < 0.2:
        script.do("setDebugLevel", level=pick(rng, [1, 1, 1, 1, 2, 0, -1]))
    lot = rng.random()
    if lot < 0.06:
        setting(script)
    elif lot < 0.08:
        script.do("set", name="httpVersion", value=10)


def setting(script):
    rng = script.rng
    name = pick(rng, ["autoOpen", "timeout", "blockSize", "httpVersion", "httpVersion", "source", "maxHeaders"])
    table = {"autoOpen": [False, False, True], "timeout": words.TIMEOUTS, "blockSize": [1, 2, 5, 16, 100000], "httpVersion": [10, 10, 11]}
    value = pick(rng, table.get(name) or {"source": words.SOURCES + [None], "maxHeaders": [1, 2, 5, 100, 105]}[name])
    script.do("set", name=name, value=value)
    if name == "autoOpen":
        script.can_open = value


def disturb(script):
    if script.rng.random() < ORDER_ERRORS * script.oddness:
        calls.out_of_order(script)


def exchange(script, send=calls.request, is_plain=True):
    """A request, its response and the reading of it."""
    rng = script.rng
    if script.unread is not None and rng.random() < 0.8:
        script.do("read")
        script.unread = None
    if rng.random() < 0.04 and not script.is_open:
        script.do("connect")
        script.opened()
    disturb(script)
    send(script, is_plain) if send is calls.request else send(script)
    disturb(script)
    if script.unread is not None and rng.random() < 0.5:
        script.do("read")
        script.unread = None
    if script.state != SENT and rng.random() < 0.6 or script.reply is None and rng.random() < 0.8:
        recover(script)
        return
    script.do("getResponse")
    if script.answered():
        reading.response(script, script.reply)
        disturb(script)
    else:
        recover(script)


def recover(script):
    """After something went wrong: most often the connection is closed."""
    lot = script.rng.random()
    if lot < 0.6 or script.state in (STARTED, SENT) and lot < 0.85:
        script.do("close")
        script.closed()
    elif lot < 0.9:
        script.do("getResponse")
    elif lot < 0.93:
        script.do("read")
