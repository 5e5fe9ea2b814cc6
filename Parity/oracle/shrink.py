"""Makes a program that fails as small as it can be while it still fails.

`shrink(program, still_fails)` tries one change after the other, the large ones first, keeps each with which `still_fails(program)` is true,
and ends when none is left or `budget` tries have been made. It asks for nothing but programs of the language.
"""

LARGEST_PIECE = 8192

# Keys that a step can't be without, and what is simpler than what stands in them.
REQUIRED = {
    "new": {"host"}, "set": {"name", "value"}, "setDebugLevel": {"level"}, "setTunnel": {"host"}, "request": {"method", "url"},
    "putRequest": {"method", "url"}, "putHeader": {"name", "values"}, "send": {"body"}, "stream": {"read"}, "readInto": {"size"},
    "readInto1": {"size"},
    "chunks": {"size"}, "getHeader": {"name"}, "parseHeaders": {"rest"}, "module": {"what"}, "message": {"block", "fields", "queries"},
}
SIMPLER = {"method": ["GET"], "url": ["/"], "host": ["h"], "name": ["A"], "default": ["d"], "end": ["close"], "preset": []}
READING = {"readInto", "read1", "readInto1", "peek", "readLine", "readLines", "lines", "chunks", "with"}
FIXED = {"op", "what"}


class Shrinker:
    def __init__(self, program, still_fails, budget):
        self.program, self.still_fails, self.left = program, still_fails, budget
        self.tried = set()

    def attempt(self, path, value):
        """Puts a value in place of another, for good if the program still fails. A program is tried once."""
        candidate = replaced(self.program, path, value)
        key = repr(candidate)
        if self.left <= 0 or key in self.tried:
            return False
        self.tried.add(key)
        self.left -= 1
        if not self.still_fails(candidate):
            return False
        self.program = candidate
        return True

    def at(self, *path):
        found = self.program
        for key in path:
            found = found[key]
        return found

    def shorten(self, path, least=0, split=None, smallest=1):
        """Cuts runs out of the list or text at `path`: first half of it, then less, at last single elements.

        With `split`, a text is cut between the parts that this function makes of it.
        """
        parts = split(self.at(*path)) if split else self.at(*path)
        join = "".join if split else lambda rest: rest
        size, last = len(parts) - least, None
        while size >= smallest and self.left > 0:
            start = 0
            while start < len(parts) and self.left > 0:
                rest = parts[:start] + parts[start + size :]
                # In a run of equal elements each cut leaves the same.
                is_new, last = rest != last, rest
                if is_new and least <= len(rest) < len(parts) and self.attempt(path, join(rest)):
                    parts = rest
                else:
                    start += size
            size = size // 2 if size > 1 else 0

    def remove_key(self, path, key):
        """Takes a key out of the object at `path`."""
        return self.attempt(path, {name: value for name, value in self.at(*path).items() if name != key})

    # What is tried, the coarse before the fine.

    def shorten_steps(self):
        self.shorten(("steps",), least=1)

    def shorten_peer(self):
        self.shorten(("peer",))
        for number, connection in enumerate(self.at("peer")):
            if "exchanges" in connection:
                self.shorten(("peer", number, "exchanges"))

    def exchanges(self):
        """The paths of all lists of pieces."""
        return [
            ("peer", number, "exchanges", place)
            for number, connection in enumerate(self.at("peer")) for place in range(len(connection.get("exchanges", [])))
        ]

    def merge_pieces(self):
        for path in self.exchanges():
            text = "".join(self.at(*path))
            whole = [text[start : start + LARGEST_PIECE] for start in range(0, len(text), LARGEST_PIECE)]
            if whole == self.at(*path) or self.attempt(path, whole):
                continue
            place = 0
            while place + 1 < len(self.at(*path)):
                pieces = self.at(*path)
                joined = pieces[place] + pieces[place + 1]
                if len(joined) > LARGEST_PIECE or not self.attempt(path, pieces[:place] + [joined] + pieces[place + 2 :]):
                    place += 1

    def shorten_pieces(self):
        for path in self.exchanges():
            self.shorten(path)
        for split, smallest in ((lines, 1), (None, 8), (None, 1)):
            for path in self.exchanges():
                for place in range(len(self.at(*path))):
                    self.shorten((*path, place), least=1, split=split, smallest=smallest)

    def drop_keys(self):
        for key in ("rows", "loopback"):
            if key in self.program:
                self.remove_key((), key)
        for number, step in enumerate(self.at("steps")):
            for key in step:
                if key != "op" and key not in REQUIRED.get(step["op"], ()):
                    self.remove_key(("steps", number), key)
        for number, connection in enumerate(self.at("peer")):
            if "failWrites" in connection:
                self.remove_key(("peer", number), "failWrites")
            if connection.get("end", "close") != "close":
                self.attempt(("peer", number, "end"), "close")

    def simplify_values(self):
        for number, step in enumerate(self.at("steps")):
            if step["op"] in READING and self.attempt(("steps", number), {"op": "read"}):
                continue
            for key in step:
                if key == "queries":
                    self.shorten(("steps", number, key))
                elif key == "block":
                    self.shorten(("steps", number, key), split=lines)
                elif key not in FIXED and not (key == "name" and step["op"] == "set"):
                    self.simplify(("steps", number, key), SIMPLER.get(key, []))

    def simplify(self, path, simpler=()):
        """Makes the value at `path` smaller, whatever it is."""
        value = self.at(*path)
        if value in simpler:
            return
        for other in simpler:
            if self.attempt(path, other):
                return
        if isinstance(value, str):
            self.shorten(path)
            self.attempt(path, "a" * len(self.at(*path)))
        elif isinstance(value, list):
            if path[-1] != "value" and path[-1] != "source" and not is_pair(path):
                self.shorten(path)
            for place in range(len(self.at(*path))):
                self.simplify((*path, place))
        elif isinstance(value, dict):
            for key in value:
                self.simplify((*path, key))
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            self.lower(path)

    def lower(self, path):
        """Brings a number nearer to 1."""
        value, least = self.at(*path), 1 if path[-1] in ("size", "read", "blockSize", "maxHeaders", "value", "timeout") else 0
        for other in (least, 1, 2, int(value) // 2, int(value) - 1):
            if least <= other < value and self.attempt(path, other):
                return


def is_pair(path):
    """Whether a list is a header: a name and a value."""
    return len(path) > 2 and path[-2] in ("headers", "fields")


def lines(text):
    """The lines of a text with their ends; none of them is empty."""
    *ended, rest = text.split("\n")
    return [line + "\n" for line in ended] + ([rest] if rest else [])


def replaced(value, path, new):
    """A copy of a value of JSON in which something else stands at `path`. What was not touched is shared."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


PASSES = (
    Shrinker.shorten_steps, Shrinker.shorten_peer, Shrinker.drop_keys, Shrinker.merge_pieces, Shrinker.shorten_pieces,
    Shrinker.simplify_values,
)


def shrink(program, still_fails, budget=400):
    """The smallest program found that still fails; the program itself when nothing can go."""
    shrinker = Shrinker({"peer": [], **program}, still_fails, budget)
    before = None
    while before is not shrinker.program and shrinker.left > 0:
        before = shrinker.program
        for each in PASSES:
            each(shrinker)
    return shrinker.program
