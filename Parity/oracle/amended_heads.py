"""How a mended http.client reads the head of a response."""
import email.parser
import http.client

FIELDS = http.client._MAXHEADERS
INTERIMS = 100


class OursAlone(Exception):
    """An error that http.client has no class for, under the name of its case in HTTPWire."""

    def __init__(self, case, text=""):
        super().__init__(text)
        self.case = case


def header_lines(amended, file):
    """The lines of a header block, the blank line not counted, and as many as the connection allows (gh-131724)."""
    lines = []
    limit = getattr(file.socket, "limit", FIELDS)
    while True:
        line = file.readline()
        if len(line) > http.client._MAXLINE:
            raise http.client.LineTooLong("header line")
        is_blank = line in (b"\r\n", b"\n", b"")
        if len(lines) >= limit:
            amended.note("header-count" if limit == FIELDS else "header-limit")
            if not is_blank:
                raise http.client.HTTPException(f"got more than {limit} headers")
        elif len(lines) == FIELDS:
            amended.note("header-limit")
        lines.append(line)
        if is_blank:
            return lines


def parse_headers(amended, file):
    return parsed(amended, header_lines(amended, file))


def parsed(amended, lines):
    """The message; what stands behind its headers is one text, whatever their Content-Type makes of it."""
    text = b"".join(lines).decode("iso-8859-1")
    parser = email.parser.Parser(_class=http.client.HTTPMessage)
    message = parser.parsestr(text)
    if not isinstance(message.get_payload(), str):
        amended.note("payload-text")
        message.set_payload(parser.parsestr(text, headersonly=True).get_payload())
    return message


def declared_length(amended, headers):
    """A length that no body can have is refused (HTTPResponse.length would raise OverflowError when it is read)."""
    value = headers.get("content-length")
    try:
        length = int(value) if value else None
    except ValueError:
        return None
    # A number of more digits than Python converts is one more reason to see none.
    if length is not None and length >= 2**63:
        amended.note("huge-length")
        raise OursAlone("invalidContentLength", "invalid Content-Length " + repr(", ".join(headers.get_all("content-length"))))
    return length
