"""Answers of Python's `email.message.Message` to the op `message` of the parity programs (Parity/README.md, Messages).

A header block is read by `http.client.parse_headers`, and the queries are put to the message it returns: first to Python as it is, and
where HTTPWire answers differently, to Python with the amendments of docs/parity.md that are about messages, some of them in
amended_messages.py.
"""
import copy
import email.errors
import email.parser
import email.policy
import email.utils
import http.client
import io
import re
from email.generator import Generator

import amended_messages

# no-header-check: since 3.12.5 the generator has a check of its own, that its policy can leave out.
_loose = {"verify_generated_headers": False} if hasattr(email.policy.compat32, "verify_generated_headers") else {}


class TextGenerator(Generator):
    """text-payload: a payload that is text is written as that of every other `message/*`."""

    _handle_message_delivery_status = Generator._handle_message


def escaped(value):
    """text-as-it-is: text in ASCII alone, that `unescaped` undoes."""
    return re.sub("[^\0-\x7e]", lambda match: f"\x7f{ord(match[0]):x};", value)


def unescaped(value):
    return re.sub("\x7f([0-9a-f]+);", lambda match: chr(int(match[1], 16)), value)


class Queries:
    """A message, and a method for each function of the language: Python as it is."""

    def __init__(self, message, whole=None):
        self.message = message
        self.whole = whole

    def get(self, name, default=None):
        return self.message.get(name, default)

    def getAll(self, name):
        return self.message.get_all(name)

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
        return self.message.get_param(name, header=header)

    def params(self, header="content-type"):
        found = self.message.get_params(None, header)
        return None if found is None else [list(pair) for pair in found]

    def payload(self):
        payload = self.message.get_payload()
        return "\0multipart" if isinstance(payload, list) else payload

    def defects(self):
        return [type(defect).__name__ for defect in self.message.defects]

    def text(self):
        return str(self.message)

    def add(self, name, value):
        self.message[name] = value

    def addHeader(self, name, value, parameters=()):
        self.message.add_header(name, value, **dict(parameters))

    def replace(self, name, value):
        self.message.replace_header(name, value)

    def remove(self, name):
        del self.message[name]


class AmendedQueries(Queries):
    """The same with the known differences."""

    def getAll(self, name):
        return self.listed(super().getAll(name))

    def param(self, name, header="content-type"):
        return self.collapsed(super().param(name, header))

    def params(self, header="content-type"):
        return [[name, self.collapsed(value)] for name, value in self.listed(super().params(header))]

    def listed(self, found):
        if found is None:
            self.note("no-field")
        return found or []

    def collapsed(self, value):
        """A parameter's value as text."""
        if not isinstance(value, tuple):
            return value
        self.note("rfc2231-text")
        return email.utils.collapse_rfc2231_value(value)

    def payload(self):
        payload = self.message.get_payload()
        if isinstance(payload, list):
            self.note("payload-text")
            # The parser of heads alone leaves what follows them as it is.
            return email.parser.HeaderParser(_class=http.client.HTTPMessage).parsestr(self.whole).get_payload()
        if payload is None:
            self.note("no-payload")
        return payload or ""

    def note_text(self):
        """Notes what Python makes of the text; of a copy, as it puts a boundary into what has none."""
        try:
            with amended_messages.header_check():
                told = str(copy.deepcopy(self.message))
        except email.errors.MessageError:
            self.note("no-header-check")
        except (AttributeError, TypeError):
            self.note("no-payload" if self.message.get_payload() is None else "text-payload")
        else:
            if self.message.get_payload() is None and self.message.get_content_maintype() == "multipart":
                self.note("no-payload")
            if not all(part.isascii() for pair in [*self.message.items(), (self.payload(), told)] for part in pair):
                self.note("text-as-it-is")

    def text(self):
        self.note_text()
        plain = http.client.HTTPMessage()
        for name, value in self.message.items():
            plain.set_raw(escaped(name), escaped(value))
        plain.set_payload(escaped(self.payload()))
        plain.get_content_type = self.message.get_content_type
        out = io.StringIO()
        TextGenerator(out, mangle_from_=False, maxheaderlen=0, policy=plain.policy.clone(**_loose)).flatten(plain)
        return unescaped(out.getvalue())


def answer(step, note=None):
    """The result of a step `message`, of Python as it is unless the amendments are to be noted. What `parse_headers` raises is the step's
    error."""
    if note is None:
        return answers(step, Queries)
    with amended_messages.amended(note):
        return answers(step, AmendedQueries, note)


def answers(step, kind, note=None):
    queries = asked_of(step, kind)
    queries.note = note
    fields = queries.items()
    return {"fields": fields, "answers": [asked(queries, query) for query in step["queries"]]}


def asked_of(step, kind):
    """The message of a step: a block parsed, or fields put together."""
    if "block" in step:
        block = step["block"].encode("latin-1")
        stream = io.BufferedReader(io.BytesIO(block))
        message = http.client.parse_headers(stream)
        return kind(message, block[:stream.tell()].decode("latin-1"))
    queries = kind(http.client.HTTPMessage())
    for name, value in step["fields"]:
        queries.add(name, value)
    return queries


def asked(queries, query):
    """One answer: its value, or the class of what was raised."""
    try:
        return {"ok": getattr(queries, query[0])(*query[1:])}
    except Exception as error:
        return {"error": type(error).__name__}
