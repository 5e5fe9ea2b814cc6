"""Request bodies of each kind, with a `repr` that does not tell one run from another."""
import array
import io

# Python prints the look of an object where HTTPWire says what it is; `shown` puts the words in its place.
MARK = "\x00body\x00"


def make(body):
    """The object for a body of a program; None for none."""
    if body is None:
        return None
    (kind, content), = body.items()
    return KINDS[kind](content)


def shown(line, body):
    """A line of debug output with the object's look replaced."""
    if MARK not in line:
        return line
    if line.startswith("send:"):
        return line.replace(MARK, "a sequence" if isinstance(body, Sequence) else "a readable")
    return line.replace(MARK, "the body")


class File:
    """What http.client calls a file: anything with a `read`."""

    def __init__(self, content):
        self.content = io.BytesIO(content.encode("latin-1"))

    def read(self, size):
        return self.content.read(size)

    def __repr__(self):
        return MARK


class TextFile(io.TextIOBase):
    """A file in text mode."""

    def __init__(self, content):
        self.content = content
        self.position = 0

    def read(self, size):
        block = self.content[self.position : self.position + size]
        self.position += len(block)
        return block

    def __repr__(self):
        return MARK


class Sequence(list):
    """An iterable."""

    def __init__(self, content):
        super().__init__(element.encode("latin-1") for element in content)

    def __repr__(self):
        return MARK


KINDS = {
    "text": str,
    "bytes": lambda content: content.encode("latin-1"),
    "span": lambda content: array.array("B", content.encode("latin-1")),
    "file": File,
    "textFile": TextFile,
    "chunks": Sequence,
}
