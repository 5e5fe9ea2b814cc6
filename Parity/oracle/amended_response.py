"""A mended HTTPResponse."""
import http.client

import amended_heads
from amended_heads import OursAlone
from amended_reading import Reading


class Response(Reading):
    def __init__(self, amended, socket, *arguments, **settings):
        super().__init__(socket, *arguments, **settings)
        self.amended = amended
        self.reader = socket.reader
        self.url = arguments[2] if len(arguments) > 2 else None
        if self.url is not None:
            amended.note("url-kept")
        self.status = self.version = 0
        self.reason = ""
        self.chunked = self.will_close = False
        self.length = self.code = self.declared = None

    def __enter__(self):
        if self.closed:
            self.amended.note("with-closed")
            return self
        return super().__enter__()

    def begin(self):
        """Reads the head; whatever is wrong with it ends the response."""
        if self.headers is not None:
            return
        if self.failure:
            raise self.failure
        if self.fp is None:
            raise OursAlone("closed")
        try:
            self.read_head()
        except Exception as error:
            self.failure = error
            self.headers = self.msg = None
            self.status = self.version = 0
            self.reason = ""
            self.end()
            raise
        self.settle_framing()

    def getheader(self, name, default=None):
        return default if self.headers is None else super().getheader(name, default)

    def getheaders(self):
        return [] if self.headers is None else super().getheaders()

    def read_head(self):
        skipped = 0
        if self.reader.bytes:
            self.amended.note("read-ahead-kept")
        while True:
            version, status, reason = self._read_status()
            if status != 100:
                break
            skipped += 1
            if skipped > amended_heads.INTERIMS:
                self.amended.note("interim-count")
                raise http.client.HTTPException(f"got more than {amended_heads.INTERIMS} interim responses")
            lines = amended_heads.header_lines(self.amended, self.fp)
            if self.debuglevel > 0:
                http.client.print("headers:", lines)
        self.code = self.status = status
        self.reason = reason.strip()
        if version in ("HTTP/1.0", "HTTP/0.9"):
            self.version = 10
        elif version.startswith("HTTP/1."):
            self.version = 11
        else:
            raise http.client.UnknownProtocol(version)
        lines = amended_heads.header_lines(self.amended, self.fp)
        self.is_cut_short = not lines[-1]
        self.headers = self.msg = amended_heads.parsed(self.amended, lines)
        coding = self.headers.get("transfer-encoding")
        self.chunked = bool(coding) and coding.lower() == "chunked"
        if not self.chunked and not self.has_no_body():
            self.declared = amended_heads.declared_length(self.amended, self.headers)
        if self.debuglevel > 0:
            for name, value in self.headers.items():
                http.client.print("header:", name + ":", value)

    def _close_conn(self):
        # _read_status closes the file before it raises; begin() does that here.
        if self.fp is not None:
            super()._close_conn()

    def has_no_body(self):
        return self.status in (204, 304) or 100 <= self.status < 200 or self._method == "HEAD"

    def settle_framing(self):
        self.chunk_left = None
        self.will_close = self._check_close()
        if self.is_cut_short and not self.will_close:
            self.amended.note("end-seen")
            self.will_close = True
        if self.has_no_body():
            if self.chunked:
                self.amended.note("empty-body-ended")
            self.chunked = False
            self.length = 0
        elif self.chunked:
            self.length = None
        else:
            self.length = None if self.declared is None or self.declared < 0 else self.declared
        if not self.will_close and not self.chunked and self.length is None:
            self.will_close = True
        self.declares_length = self.length is not None
        if self.status == 101:
            self.amended.note("upgrade-ends")
            self.will_close = True
            self.end()
        elif self.length == 0:
            self.amended.note("empty-body-ended")
            self.finish_body()
            if self.reader.bytes and not self.will_close:
                self.amended.note("excess-closes")
                self.will_close = True
