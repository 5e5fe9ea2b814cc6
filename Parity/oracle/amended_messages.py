"""Python's modules with those differences of messages that lie inside of them.

`with amended(note):` has them, and notes those that were called upon by their names; before and after, Python is as it is.
"""
import codecs
import contextlib
import email.header
import email.utils
import functools
import http.client
import re

_python_decode_params = email.utils.decode_params
_segment = re.compile(r"(\w+)\*(?:([0-9]+)\*?)?", re.ASCII)
_known_charsets = {"utf-8", "ascii", "iso8859-1"}


def read_headers(note, stream, limit=None):
    """header-count: `http.client._read_headers` as it is since CPython 3.15."""
    lines = []
    limit = http.client._MAXHEADERS if limit is None else limit
    while True:
        line = stream.readline(http.client._MAXLINE + 1)
        if len(line) > http.client._MAXLINE:
            raise http.client.LineTooLong("header line")
        if line in (b"\r\n", b"\n", b""):
            if len(lines) == limit:
                note("header-count")
            return lines + [line]
        lines.append(line)
        if len(lines) > limit:
            raise http.client.HTTPException(f"got more than {limit} headers")


def decode_params(note, params):
    """`email.utils.decode_params`, amended where it fails and where it tells of charsets that are not known."""
    try:
        decoded = _python_decode_params(params)
    except (TypeError, ValueError) as error:
        note("mixed-segments" if isinstance(error, TypeError) else "huge-numbers")
        decoded = _python_decode_params(renumbered(params))
    return [(name, known(note, value) if isinstance(value, tuple) else value) for name, value in decoded]


def renumbered(params):
    """mixed-segments, huge-numbers: the same segments in the order of HTTPWire, numbered anew."""
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


def known(note, value):
    """three-charsets, beyond-latin1: a decoded tuple, its charset one that Python doesn't know unless HTTPWire knows it."""
    charset, language, text = value
    if any(character > "\xff" for character in text):
        note("beyond-latin1")
        # What is of no known charset gets unquoted once more.
        return "x-none", language, f'"{email.utils.quote(text)}"'
    try:
        if charset is None or codecs.lookup(charset).name in _known_charsets:
            return value
        note("three-charsets")
    except LookupError:
        pass
    except ValueError:
        note("three-charsets")
    return "x-none", language, text


EMBEDDED_HEADER = email.header._embedded_header
MENDED = [
    (http.client, "_read_headers", lambda note: functools.partial(read_headers, note)),
    (email.utils, "decode_params", lambda note: functools.partial(decode_params, note)),
    # no-header-check: with this, a second field is looked for in a value. It finds none.
    (email.header, "_embedded_header", lambda note: re.compile("(?!)")),
]


@contextlib.contextmanager
def amended(note):
    """Python's modules, mended within the block."""
    stock = [getattr(module, name) for module, name, _ in MENDED]
    for module, name, make in MENDED:
        setattr(module, name, make(note))
    try:
        yield
    finally:
        for (module, name, _), value in zip(MENDED, stock):
            setattr(module, name, value)


@contextlib.contextmanager
def header_check():
    """Python's look for a second field, within the block."""
    mended, email.header._embedded_header = email.header._embedded_header, EMBEDDED_HEADER
    try:
        yield
    finally:
        email.header._embedded_header = mended
