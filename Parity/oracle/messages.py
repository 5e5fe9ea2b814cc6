"""Answers of Python's `email.message.Message` to the op `message` of the parity programs (Parity/README.md, Messages).

A header block is read by `http.client.parse_headers`, the queries are put to the message it returns. Where HTTPWire differs on
purpose, the difference is taken out here, on Python's side, so that what is left to compare is to be equal; Python is as it was
afterwards. These are all of the differences:

| difference | what is done about it | reason (rows of docs/parity.md) |
|---|---|---|
| LINES_COUNTED | of a hundred lines, the blank one and the end of the stream are none, as in CPython 3.15 | B7 |
| NO_FIELD | `get_all` and `get_params` of nothing: an empty list for `None` | HM2, HM5: a list has a value for nothing |
| COLLAPSED | a tuple of RFC 2231 is text, as `email.utils.collapse_rfc2231_value` makes it | HM5 |
| THREE_CHARSETS | any charset but UTF-8, US-ASCII and Latin-1 is not known (one with a NUL: `ValueError`) | HM5: no tables of codecs |
| BEYOND_LATIN1 | an encoded value with text beyond Latin-1 stays as it is (`\\u20ac` in Python) | HM5: the caller's text is no bytes |
| MIXED_SEGMENTS | `name*` goes before `name*0`, where sorting the two raises `TypeError` | HM5: a peer's parameter is no reason to fail |
| HUGE_NUMBERS | a segment's number may be longer than `int()` takes (`ValueError`) | HM5: as above |
| ONE_TEXT | the payload of a message that Python takes apart is the text it was made of | HM7 |
| NO_PAYLOAD | `''` for the payload `None` of a message that was never parsed | HM7: it has no other |
| AS_IT_IS | `str()` has text beyond ASCII as it is, where Python has encoded words | HM8 |
| NO_HEADER_CHECK | `str()` writes a value that looks like two fields (`HeaderParseError`) | HM8: a description can't fail |
| TEXT_PAYLOAD | `str()` writes the text payload of a `message/delivery-status` (`AttributeError`) | HM8: as above |
"""
import email.parser
import email.policy
import email.utils
import http.client
import io
import re
from email.generator import Generator

from amended_messages import amended

# NO_HEADER_CHECK: since 3.12.5 the generator has a check of its own, that its policy can leave out.
_loose = {"verify_generated_headers": False} if hasattr(email.policy.compat32, "verify_generated_headers") else {}


class TextGenerator(Generator):
    """TEXT_PAYLOAD: a payload that is text is written as that of every other `message/*`."""

    _handle_message_delivery_status = Generator._handle_message


def text(value):
    """COLLAPSED: a parameter's value as text."""
    return email.utils.collapse_rfc2231_value(value) if isinstance(value, tuple) else value


def escaped(value):
    """AS_IT_IS: text in ASCII alone, that `unescaped` undoes."""
    return re.sub("[^\0-\x7e]", lambda match: f"\x7f{ord(match[0]):x};", value)


def unescaped(value):
    return re.sub("\x7f([0-9a-f]+);", lambda match: chr(int(match[1], 16)), value)


class Queries:
    """A message, and a method for each function of the language."""

    def __init__(self, message, whole=None):
        self.message = message
        self.whole = whole

    def get(self, name, default=None):
        return self.message.get(name, default)

    def getAll(self, name):
        return self.message.get_all(name, [])

    def contains(self, name):
        return name in self.message

    def len(self):
        return len(self.message)

    def keys(self):
        return self.message.keys()

    def values(self):
        return self.message.values()

    def items(self):
        return [list(item) for item in self.message.items()]

    def dict(self):
        return sorted(list(item) for item in dict(self.message).items())

    def contentType(self):
        return self.message.get_content_type()

    def mainType(self):
        return self.message.get_content_maintype()

    def subtype(self):
        return self.message.get_content_subtype()

    def charset(self):
        return self.message.get_content_charset()

    def disposition(self):
        return self.message.get_content_disposition()

    def filename(self):
        return self.message.get_filename()

    def boundary(self):
        return self.message.get_boundary()

    def param(self, name, header="content-type"):
        return text(self.message.get_param(name, header=header))

    def params(self, header="content-type"):
        return [[name, text(value)] for name, value in self.message.get_params([], header)]

    def payload(self):
        payload = self.message.get_payload()
        if isinstance(payload, list):
            # ONE_TEXT: the parser of heads alone leaves what follows them as it is.
            return email.parser.HeaderParser(_class=http.client.HTTPMessage).parsestr(self.whole).get_payload()
        return "" if payload is None else payload

    def defects(self):
        return [type(defect).__name__ for defect in self.message.defects]

    def text(self):
        plain = http.client.HTTPMessage()
        for name, value in self.message.items():
            plain.set_raw(escaped(name), escaped(value))
        plain.set_payload(escaped(self.payload()))
        plain.get_content_type = self.message.get_content_type
        out = io.StringIO()
        TextGenerator(out, mangle_from_=False, maxheaderlen=0, policy=plain.policy.clone(**_loose)).flatten(plain)
        return unescaped(out.getvalue())

    def add(self, name, value):
        self.message[name] = value

    def addHeader(self, name, value, parameters=()):
        self.message.add_header(name, value, **dict(parameters))

    def replace(self, name, value):
        self.message.replace_header(name, value)

    def remove(self, name):
        del self.message[name]


def answer(step):
    """The result of a step `message`. What `parse_headers` raises is the step's error."""
    with amended():
        queries = asked_of(step)
        fields = queries.items()
        return {"fields": fields, "answers": [asked(queries, query) for query in step["queries"]]}


def asked_of(step):
    """The message of a step: a block parsed, or fields put together."""
    if "block" in step:
        block = step["block"].encode("latin-1")
        stream = io.BufferedReader(io.BytesIO(block))
        message = http.client.parse_headers(stream)
        return Queries(message, block[:stream.tell()].decode("latin-1"))
    queries = Queries(http.client.HTTPMessage())
    for name, value in step["fields"]:
        queries.add(name, value)
    return queries


def asked(queries, query):
    """One answer: its value, or the class of what was raised."""
    try:
        return {"ok": getattr(queries, query[0])(*query[1:])}
    except Exception as error:
        return {"error": type(error).__name__}
