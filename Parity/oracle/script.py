"""A program in the making: its steps, its peer, and a rough idea of the state that the connection is in, so that most steps fit it.

The idea is that of a client that reads as Python does. It may be wrong about what is odd, and the program is then odd as well.
"""
import mutations
import proxies
import replies
from words import below, pick

IDLE, STARTED, SENT = "idle", "started", "sent"
FIRST_ROOM = [0, 1, 10, 17, 40, 60, 70, 80, 100, 150, 200]


class Script:
    __slots__ = (
        "rng", "steps", "peer", "most", "oddness", "state", "is_open", "can_open", "connection", "method", "reply", "unread", "tunnel",
        "responses",
    )

    def __init__(self, rng, most, oddness):
        self.rng, self.most, self.oddness = rng, most, oddness
        self.steps, self.peer = [], []
        self.state, self.is_open, self.connection = IDLE, False, None
        self.method = "GET"
        self.reply = None  # the one that has been asked for
        self.unread = None  # the one that was had and holds the connection
        self.tunnel, self.responses, self.can_open = False, 0, True

    def chance(self, rate):
        return self.rng.random() < rate

    @property
    def is_full(self):
        return len(self.steps) >= self.most

    def do(self, op, **keys):
        """Adds a step if there is room."""
        if len(self.steps) < self.most:
            self.steps.append({"op": op, **keys})

    # What steps do to the connection.

    def opened(self):
        """A connection is opened: the next of the peer. False when it is refused."""
        self.is_open, self.reply = False, None
        if self.chance(0.015 * self.oddness):
            self.peer.append({"refuse": pick(self.rng, [111, 111, 111, 113, 101, 104])})
            return False
        self.connection = {"exchanges": [], "end": pick(self.rng, ["close"] * 8 + ["stall", "reset"])}
        if self.chance(0.02 * self.oddness):
            self.connection["failWrites"] = pick(self.rng, FIRST_ROOM) if self.chance(0.6) else below(self.rng, 300)
        self.peer.append(self.connection)
        self.is_open = True
        return True

    def exchanged(self, reply):
        """A reply is put where the next request will find it."""
        self.connection["exchanges"].append(mutations.pieces(self.rng, reply.text, reply.head))
        if not reply.is_whole:
            self.connection["end"] = pick(self.rng, ["close", "close", "reset", "stall"])

    def written(self):
        """Something is written, which may open a connection; a reply is prepared for it."""
        if not self.is_open:
            if not self.can_open or not self.opened():
                return
            if self.tunnel and not self.tunnelled():
                return
        if self.reply is not None and not self.reply.is_whole:
            # The connection has ended, though the client may not know.
            return
        self.reply = replies.make(self.rng, self.method, self.oddness)
        self.exchanged(self.reply)

    def tunnelled(self):
        reply = proxies.reply(self.rng)
        self.exchanged(reply)
        if not reply.has_head:
            self.is_open, self.state = False, IDLE
        return reply.has_head

    def answered(self):
        """The response is asked for. True when there is likely to be one."""
        reply = self.reply
        if self.state != SENT or reply is None or not reply.has_head or self.unread is not None:
            if self.state == SENT and self.unread is None:
                self.is_open = False
            return False
        self.state, self.responses = IDLE, self.responses + 1
        if reply.keeps:
            self.unread = reply
        else:
            self.is_open = False
        return True

    def closed(self):
        self.state, self.is_open, self.unread, self.reply = IDLE, False, None, None
