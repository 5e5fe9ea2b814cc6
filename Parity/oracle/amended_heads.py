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
    """The lines of a header block, the blank line not counted (gh-131724)."""
    lines = []
    while True:
        line = file.readline()
        if len(line) > http.client._MAXLINE:
            raise http.client.LineTooLong("header line")
        is_blank = line in (b"\r\n", b"\n", b"")
        if len(lines) == FIELDS:
            if not is_blank:
                raise http.client.HTTPException(f"got more than {FIELDS} headers")
            amended.note("header-count")
        lines.append(line)
        if is_blank:
            return lines


def parse_headers(amended, file):
    text = b"".join(header_lines(amended, file)).decode("iso-8859-1")
    return email.parser.Parser(_class=http.client.HTTPMessage).parsestr(text)


def declared_length(amended, headers):
    """A length that no body can have is refused (HTTPResponse.length would raise OverflowError when it is read)."""
    value = headers.get("content-length")
    try:
        length = int(value) if value else None
    except ValueError:
        return None
    if length is not None and length >= 2**63:
        amended.note("huge-length")
        raise OursAlone("invalidContentLength", "invalid Content-Length " + repr(", ".join(headers.get_all("content-length"))))
    return length
