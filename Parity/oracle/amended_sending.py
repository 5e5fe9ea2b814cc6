"""How a mended HTTPConnection sends what it has put together."""
import codecs
import contextlib
import http.client
import io
import re

# Bytes up to this size are copied behind their head (BodySender.joinLimit).
JOIN_LIMIT = 65536
IDLE, STARTED, SENT = http.client._CS_IDLE, http.client._CS_REQ_STARTED, http.client._CS_REQ_SENT


def is_text_beyond_ascii(data):
    return isinstance(data, io.TextIOBase) and not data.content.isascii()


class Sending(http.client.HTTPConnection):
    def _send_output(self, message_body=None, encode_chunked=False):
        head = b"\r\n".join(self._buffer + [b"", b""])
        self.state = IDLE
        try:
            self.drop_stale()
            self.opened()
        except Exception:
            self.give_up()
            raise
        del self._buffer[:]
        self.state = SENT
        self.begin_count(head)
        is_chunked = encode_chunked and self._http_vsn == 11
        if message_body is not None and not hasattr(message_body, "read") and not isinstance(message_body, list):
            self.sending(lambda: self.send_joined(head, self.plain(message_body, is_chunked), is_chunked))
        else:
            self.sending(lambda: self.send_in_blocks(head, message_body, is_chunked))

    def plain(self, body, is_shown=False):
        """A body's bytes; debug output shows them as such, whatever holds them."""
        if not isinstance(body, (bytes, str)) and self.debuglevel > 0 and not is_shown:
            self.amended.note("span-shown")
        return memoryview(body).tobytes()

    def send_joined(self, head, body, is_chunked):
        """Bytes are all there: they leave with their head and framing in one write, or, beyond the limit, with both around them."""
        size = b"%X\r\n" % len(body) if is_chunked and body else b""
        end = b"\r\n" if size else b""
        last = b"0\r\n\r\n" if is_chunked else b""
        self.tell_sent(head)
        if body:
            self.tell_sent(size + body + end)
        elif self.debuglevel > 0:
            http.client.print("Zero length chunk ignored")
        if last:
            self.tell_sent(last)
        writes = [head + size, body, end + last] if len(body) > JOIN_LIMIT else [head + size + body + end + last]
        writes = [each for each in writes if each]
        if writes != [each for each in (head, size + body + end, last) if each]:
            self.amended.note("joined-writes")
        self.sent += len(body)
        try:
            for each in writes:
                self.sock.sendall(each)
        except OSError:
            # All of it has been told of by then.
            self.amended.note("joined-writes")
            raise

    def send_in_blocks(self, head, body, is_chunked):
        """The elements of a list are all there: the head leaves with the first of them."""
        self.tell_sent(head)
        waits = isinstance(body, list)
        if not waits:
            self.sock.sendall(head)
            head = b""
        if body is None:
            return
        for block in self.blocks_of(body) if hasattr(body, "read") else body:
            if not block:
                if self.debuglevel > 0:
                    http.client.print("Zero length chunk ignored")
                continue
            chunk = b"%X\r\n%s\r\n" % (len(block), block) if is_chunked else block
            self.tell_sent(chunk)
            if head:
                self.amended.note("joined-writes")
            self.sock.sendall(head + chunk)
            head = b""
            self.sent += len(block)
        last = b"0\r\n\r\n" if is_chunked else b""
        if last:
            self.tell_sent(last)
            if head:
                self.amended.note("joined-writes")
        if head + last:
            self.sock.sendall(head + last)

    def blocks_of(self, file):
        """Blocks of a text file are bytes of the file; here they are in UTF-8."""
        if not is_text_beyond_ascii(file):
            with self.usable_block_size():
                yield from self._read_readable(file)
            return
        self.amended.note("text-blocks")
        if self.debuglevel > 0:
            http.client.print("reading a readable")
            http.client.print("encoding file using iso-8859-1")
        yield from self.text_blocks(file)

    @contextlib.contextmanager
    def usable_block_size(self):
        """A size that was set to less than 1 counts as 1."""
        told = self.blocksize
        if told < 1:
            self.amended.note("block-size")
        self.blocksize = max(told, 1)
        try:
            yield
        finally:
            self.blocksize = told

    def send_text(self, file):
        self.amended.note("text-blocks")
        if self.debuglevel > 0:
            for line in ("send: a readable", "sending a readable", "encoding file using iso-8859-1"):
                http.client.print(line)
        for block in self.text_blocks(file):
            self.sock.sendall(block)

    def text_blocks(self, file):
        decoder = codecs.getincrementaldecoder("utf-8")()
        content = file.content[file.position :].encode()
        size = max(self.blocksize, 1)
        for start in range(0, len(content), size):
            block = content[start : start + size]
            if any(byte > 0xC3 for byte in block):
                # The first byte of a character beyond Latin-1.
                raise UnicodeEncodeError("iso-8859-1", "\u0100", 0, 1, "ordinal not in range(256)")
            if text := decoder.decode(block):
                yield text.encode("iso-8859-1")

    def tell_sent(self, data):
        if self.debuglevel > 0:
            http.client.print("send:", repr(data))

    def sending(self, work):
        try:
            work()
        except OSError:
            self.sending_failed = self.unfinished = True
            raise
        except Exception:
            if self.unfinished:
                self.sending_failed = True
            else:
                self.give_up()
            raise

    def send(self, data):
        self.opened()
        wire = self.sock.peer.wire
        before = len(wire)
        self.sending(lambda: self.send_text(data) if is_text_beyond_ascii(data) else self.send_plain(data))
        self.sent += sum(len(written) for _, written in wire[before:])

    def send_plain(self, data):
        if not isinstance(data, list) and not hasattr(data, "read"):
            data = self.plain(data)
        with self.usable_block_size() if hasattr(data, "read") else contextlib.nullcontext():
            super().send(data)

    # What was declared of a body, and what was sent: a server may take the difference for a request.

    def begin_count(self, head):
        lengths = re.findall(rb"(?im)^content-length: *([^\r]*(?:\r\n[ \t][^\r]*)*)\r", head)
        has_coding = re.search(rb"(?im)^transfer-encoding:", head) is not None
        self.sent, self.declared = 0, None
        if lengths:
            digits = lengths[-1].strip(b" \t")
            self.declared = int(digits) if digits.isdigit() else None
        if self.declared is None and not has_coding:
            self.declared = 0
