"""Python's modules with those differences of messages.py that lie inside of them.

`with amended():` has them; before and after, Python is as it is. The names in capitals are those of the table in messages.py.
"""
import codecs
import contextlib
import email.header
import email.utils
import http.client
import re

_python_decode_params = email.utils.decode_params
_segment = re.compile(r"(\w+)\*(?:([0-9]+)\*?)?", re.ASCII)
_known_charsets = {"utf-8", "ascii", "iso8859-1"}


def read_headers(stream, limit=None):
    """LINES_COUNTED: `http.client._read_headers` as it is since CPython 3.15."""
    lines = []
    limit = http.client._MAXHEADERS if limit is None else limit
    while True:
        line = stream.readline(http.client._MAXLINE + 1)
        if len(line) > http.client._MAXLINE:
            raise http.client.LineTooLong("header line")
        if line in (b"\r\n", b"\n", b""):
            return lines + [line]
        lines.append(line)
        if len(lines) > limit:
            raise http.client.HTTPException(f"got more than {limit} headers")


def decode_params(params):
    """`email.utils.decode_params`, amended where it fails and where it tells of charsets that are not known."""
    try:
        decoded = _python_decode_params(params)
    except (TypeError, ValueError):
        decoded = _python_decode_params(renumbered(params))
    return [(name, known(value) if isinstance(value, tuple) else value) for name, value in decoded]


def renumbered(params):
    """MIXED_SEGMENTS, HUGE_NUMBERS: the same segments in the order of HTTPWire, numbered anew."""
    segments, result = {}, [params[0]]
    for name, value in params[1:]:
        match = _segment.fullmatch(name)
        if not match:
            result.append((name, value))
            continue
        digits = match[2] and match[2].lstrip("0")
        number = (digits is not None, len(digits or ""), digits or "")
        segments.setdefault(match[1], []).append((number, email.utils.unquote(value), name.endswith("*"), value))
    for name, parts in segments.items():
        for index, (_, _, encoded, value) in enumerate(sorted(parts)):
            result.append((f"{name}*{index}{'*' if encoded else ''}", value))
    return result


def known(value):
    """THREE_CHARSETS, BEYOND_LATIN1: a decoded tuple, its charset one that Python doesn't know unless HTTPWire knows it."""
    charset, language, text = value
    if any(character > "\xff" for character in text):
        # What is of no known charset gets unquoted once more.
        return "x-none", language, f'"{email.utils.quote(text)}"'
    try:
        if charset is None or codecs.lookup(charset).name in _known_charsets:
            return value
    except (LookupError, ValueError):
        pass
    return "x-none", language, text


AMENDMENTS = [
    (http.client, "_read_headers", read_headers),
    (email.utils, "decode_params", decode_params),
    # NO_HEADER_CHECK: with this, a second field is looked for in a value. It finds none.
    (email.header, "_embedded_header", re.compile("(?!)")),
]


@contextlib.contextmanager
def amended():
    """Python's modules, mended within the block."""
    stock = [getattr(module, name) for module, name, _ in AMENDMENTS]
    for module, name, value in AMENDMENTS:
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name, _), value in zip(AMENDMENTS, stock):
            setattr(module, name, value)
