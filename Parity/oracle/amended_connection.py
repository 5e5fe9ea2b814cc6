"""A mended HTTPConnection: it is never stuck, loses no byte, and looks at a kept connection before it uses it again."""
import http.client
import re

import amended_heads
import amended_tunnel
from amended_heads import OursAlone
from amended_sending import IDLE, SENT, STARTED, Sending


class Connection(Sending):
    def __init__(self, amended, host, port=None, **settings):
        self.amended = amended
        self.sending_failed = False
        self.is_dead = self.unfinished = self.has_left_http = self.is_handed_over = False
        self.declared = None
        self.sent = 0
        self.max_response_headers = amended_heads.FIELDS
        if settings.get("blocksize", 1) < 1:
            amended.note("block-size")
            raise ValueError(f"blockSize must be at least 1, not {settings['blocksize']}")
        super().__init__(host, port, **settings)
        if port is not None and len(self.host) > 1 and self.host[0] == "[" and self.host[-1] == "]":
            amended.note("port-brackets")
            self.host = self.host[1:-1]

    # A timeout acts from the next operation on.

    @property
    def timeout(self):
        return self._timeout

    @timeout.setter
    def timeout(self, value):
        self._timeout = value
        if getattr(self, "sock", None) is not None and self.sock.change_timeout(value):
            self.amended.note("timeout-at-once")

    # Names that Python mangles.

    @property
    def state(self):
        return self._HTTPConnection__state

    @state.setter
    def state(self, value):
        self._HTTPConnection__state = value

    @property
    def current(self):
        """The response whose body has not ended."""
        response = self._HTTPConnection__response
        return response if response is not None and response.fp is not None else None

    # Opening and closing.

    def connect(self):
        if self.sock is not None:
            self.amended.note("connect-closes")
            if self.state == SENT:
                self.abandon()
            self.drop_socket()
        self.is_dead = self.unfinished = self.has_left_http = self.is_handed_over = False
        address = (amended_tunnel.ascii_host(self.amended, self.host), self.port)
        self.sock = self._create_connection(address, self.timeout, self.source_address)
        self.sock.limit = self.max_response_headers
        try:
            amended_tunnel.open_tunnel(self)
        except Exception:
            self.sock.close()
            self.sock = None
            raise

    def close(self):
        if self._buffer:
            self.amended.note("half-head-forgotten")
        response = self.current
        self.abandon()
        if self.sock is not None:
            self.sock.close()
            self.sock = None
        if response is not None:
            response.end()
        self._HTTPConnection__response = None

    def drop_socket(self):
        """Lets the socket go; a response that is being read keeps it to its end, and its user one that was handed over."""
        if not self.is_handed_over:
            self.sock.close()
        self.sock = None
        self._HTTPConnection__response = None

    def abandon(self):
        del self._buffer[:]
        self.state = IDLE
        self.sending_failed = False

    def give_up(self):
        self.amended.note("error-closes")
        if self.sock is not None:
            self.drop_socket()
        self.abandon()

    def lost(self, socket):
        """A response has ended before its body: what follows it can't be told from it."""
        if socket is self.sock:
            self.is_dead = True
            self.sock.close()

    def lose_excess(self, socket):
        """Bytes have come behind a response that nobody has asked for."""
        if self.state == SENT or socket is not self.sock or self.has_left_http:
            return False
        self.lost(socket)
        return True

    def lose_broken(self, socket):
        """A response has ended on a connection that could not be written to."""
        if self.sending_failed and socket is self.sock:
            self.amended.note("error-closes")
            self.lost(socket)

    def opened(self):
        """Has the connection opened if need be, and looked at if it was used before."""
        if self.sock is not None and not (self.is_dead and self.state != SENT):
            return
        if not self.auto_open:
            raise http.client.NotConnected()
        self.connect()

    def drop_stale(self):
        if self.sock is None:
            return
        if self.is_dead:
            self.drop_socket()
        elif self.has_left_http:
            self.amended.note("upgrade-ends")
            self.drop_socket()
        elif self.unfinished:
            self.amended.note("unfinished-request")
            self.drop_socket()
        elif self.current is None and (self.sock.pieces or self.sock.reader.bytes):
            self.amended.note("unasked-bytes")
            self.drop_socket()

    def set_tunnel(self, host, port=None, headers=None):
        if self.sock is not None and not self.is_dead:
            raise RuntimeError("Can't set up tunnel for established connection")
        has_port_apart = port is not None
        name, number = self._get_hostport(host, port)
        try:
            name = amended_tunnel.checked_host(self, name, host, has_port_apart)
            amended_tunnel.check_fields(headers or {})
        except Exception:
            self.amended.note("tunnel-checks")
            raise
        self._tunnel_host, self._tunnel_port, self._tunnel_headers = name, number, dict(headers or {})

    # Requests.

    def putrequest(self, method, url, *arguments, **settings):
        if self.sending_failed:
            self.give_up()
        if self.state != IDLE:
            raise http.client.CannotSendRequest(self.state)
        self.skips_host = settings.get("skip_host", arguments[0] if arguments else False)
        try:
            super().putrequest(method, url, *arguments, **settings)
        except Exception as error:
            self.amended.note("refused-argument")
            self.abandon()
            if str(error) == "Invalid IPv6 URL" or "IPv6 address" in str(error):
                self.amended.note("bad-brackets")
                raise http.client.InvalidURL("Invalid IPv6 URL")
            raise

    def _encode_request(self, request):
        encoded = super()._encode_request(request)
        # What follows is Host, for which names are mapped strictly.
        self.amended.host = (self._tunnel_host or self.host).encode()
        if self._http_vsn == 11 and not self.skips_host and not re.match(r"\S* https?://[^/?#]", request):
            amended_tunnel.ascii_host(self.amended, self._tunnel_host or self.host)
        return encoded

    def request(self, *arguments, **settings):
        was_idle = self.state == IDLE or self.sending_failed
        try:
            super().request(*arguments, **settings)
        except Exception:
            if self.state == STARTED and was_idle:
                self.amended.note("refused-argument")
                self.abandon()
            raise

    # Responses.

    def getresponse(self):
        if self.state != SENT or self.sock is None or self.current is not None:
            raise http.client.ResponseNotReady(self.state)
        if self.is_dead:
            self.give_up()
            raise OursAlone("closed")
        if self.declared is not None and self.declared != self.sent:
            self.unfinished = True
        response = self.amended.response_of(self)
        try:
            response.begin()
        except Exception:
            self.give_up()
            raise
        self.state = IDLE
        self.sending_failed = False
        self._HTTPConnection__response = response
        if self.unfinished and not response.will_close:
            self.amended.note("unfinished-request")
            response.will_close = True
        self.has_left_http = response.status == 101
        if response.will_close and not self.has_left_http:
            self.drop_socket()
        return response
