"""The scripted peer: what stands in for sockets. Parity/README.md, "The peer", says what it does."""
import errno
import io
import os
import socket

from reader import Lease, Reader


def failure(code):
    return OSError(code, os.strerror(code))


class Peer:
    """Opens the connections of a program one after the other, and keeps what happened on them until it is asked for."""

    def __init__(self, connections):
        self.script = connections
        self.lives = []
        self.opened = []
        self.wire = []
        self.waits = []
        self.keeps_read_ahead = False
        # The most that one receiving call has brought.
        self.largest = 0

    def create_connection(self, address, timeout=None, source=None):
        """Stands in for socket.create_connection, which encodes the name as the resolver wants it."""
        host, port = address
        ascii_host = host.encode("ascii").decode() if host.isascii() else host.encode("idna").decode()
        seconds = None if timeout is socket._GLOBAL_DEFAULT_TIMEOUT else timeout
        self.opened.append([ascii_host, port, seconds, None if source is None else list(source)])
        return self.next_socket(seconds)

    def next_socket(self, timeout=None):
        number = len(self.lives)
        script = self.script[number] if number < len(self.script) else {"refuse": errno.ECONNREFUSED}
        self.lives.append("refuse" not in script)
        if "refuse" in script:
            raise failure(script["refuse"])
        return Socket(self, number, script, timeout)

    def live(self):
        return [number for number, lives in enumerate(self.lives) if lives]


class Socket:
    """As much of a socket as http.client uses. It is gone when it and every file made of it are closed, or nobody has it any more."""

    def __init__(self, peer, number, script, timeout=None):
        self.peer = peer
        self.number = number
        self.timeout = timeout
        self.has_waited = timeout is None
        # One that was opened without a timeout notes none.
        self.notes = timeout is not None
        # The timeouts that were noted.
        self.waited = set()
        self.pieces = []
        self.upcoming = [[piece.encode("latin-1") for piece in pieces] for pieces in script.get("exchanges", [])]
        self.end = script.get("end", "close")
        self.room = script.get("failWrites")
        self.has_read = True
        self.is_closed = False
        self.files = 0
        self.reader = Reader(self)

    def change_timeout(self, timeout):
        """Sets another timeout, and says whether it differs."""
        if timeout == self.timeout:
            return False
        self.timeout = timeout
        self.has_waited = not self.notes or timeout is None or timeout in self.waited
        return True

    # What http.client calls.

    def makefile(self, mode):
        self.files += 1
        if self.peer.keeps_read_ahead:
            return Lease(self)
        return io.BufferedReader(socket.SocketIO(self, "r"))

    def sendall(self, data):
        data = memoryview(data).tobytes()
        if not data:
            return
        self.note_wait()
        if self.is_closed:
            raise failure(errno.EBADF)
        if self.room is not None:
            fitting = data[: self.room]
            self.room -= len(fitting)
            self.note_write(fitting)
            if len(fitting) < len(data):
                raise failure(errno.EPIPE)
        else:
            self.note_write(data)

    def recv_into(self, buffer):
        self.note_wait()
        self.has_read = True
        if self.is_gone:
            raise failure(errno.EBADF)
        if not self.pieces:
            return self.past_the_pieces()
        piece = self.pieces[0]
        count = min(len(piece), len(buffer))
        buffer[:count] = piece[:count]
        self.peer.largest = max(self.peer.largest, count)
        if count == len(piece):
            del self.pieces[0]
        else:
            self.pieces[0] = piece[count:]
        return count

    def recv(self, count):
        # No piece is larger, and an amount that nobody means is not to be made room for.
        buffer = bytearray(min(count, 1 << 20))
        return bytes(buffer[: self.recv_into(buffer)])

    def setsockopt(self, *arguments):
        pass

    def fileno(self):
        return -1 if self.is_gone else 7

    def close(self):
        self.is_closed = True
        self.settle()

    # What socket.SocketIO calls.

    def _decref_socketios(self):
        self.files -= 1
        self.settle()

    # The script.

    @property
    def is_gone(self):
        return not self.peer.lives[self.number]

    def settle(self):
        if self.is_closed and self.files <= 0:
            self.peer.lives[self.number] = False

    def __del__(self):
        self.peer.lives[self.number] = False

    def note_wait(self):
        """The time that each call on this socket may take, once."""
        if not self.has_waited:
            self.peer.waits.append([self.number, self.timeout])
            self.waited.add(self.timeout)
        self.has_waited = True

    def note_write(self, data):
        if not data:
            return
        self.peer.wire.append([self.number, data.decode("latin-1")])
        if self.has_read:
            self.begin_exchange()
        self.has_read = False

    def begin_exchange(self):
        if self.upcoming:
            self.pieces += [piece for piece in self.upcoming.pop(0) if piece]

    def past_the_pieces(self):
        if self.upcoming or self.end == "stall":
            raise TimeoutError("timed out")
        if self.end == "reset":
            raise failure(errno.ECONNRESET)
        return 0
