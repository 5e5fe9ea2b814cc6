"""Generated programs of the op `message`: header blocks as hostile as real life, and questions put to them.

`generate(rng)` is one program, made of nothing but the numbers that `rng`, a `random.Random`, gives. A block is put together of fields
whose values are spelled in every way that RFC 2045, 2231 and 9110 allow or forbid (message_words.py), and then often damaged: cut off
at some byte, or with bytes put in, taken out or replaced. Never asked, as HTTPWire does not promise it: names that differ in nothing but
the case of letters beyond ASCII, or in how those are composed.
"""
from message_words import (
    BLANKS, BODIES, BOUNDARIES, CHARSETS, COOKIES, DAMAGE, DISPOSITIONS, ENDS, FOLDS, GIVEN, LINKS, NAMES, NUMBERS, ODD_NAMES, PARAMETERS,
    PIECES, PLAIN, TYPES)

USUAL = ["Content-Type", "content-type", "Content-Disposition", "CONTENT-DISPOSITION"]
FUNCTIONS = """
    get getAll contains len keys values items dict contentType mainType subtype charset charset param param param params params filename
    filename disposition boundary boundary payload payload defects defects text text add addHeader replace remove
""".split()


def joined(rng, pool, most):
    return "".join(rng.choices(pool, k=rng.randint(0, most)))


def quoted(rng):
    """A quoted-string, or what is nearly one."""
    inner = joined(rng, PIECES, 4)
    kind = rng.randrange(8)
    if kind < 3:
        inner = inner.replace("\\", "\\\\").replace('"', '\\"')
    return ['"%s"', '"%s"', '"%s"', '"%s"', '"%s', '%s"', '<%s>', '"%s"x'][kind] % inner


def extended(rng):
    """A value in a charset: `utf-8'en'%C3%A9`."""
    ticks = rng.choice(["''", "''", "''", "'en'", "'", "", "'en'x'", "'e n'"])
    value = rng.choice(CHARSETS[:8] if rng.random() < 0.4 else CHARSETS) + ticks + joined(rng, PIECES, 3)
    return f'"{value}"' if rng.random() < 0.15 else value


def segments(rng, name):
    """A parameter in parts: `name*0`, `name*1*` and so on."""
    numbers = [number if rng.random() < 0.998 else number + rng.choice("09") * 4400 for number in rng.choices(NUMBERS, k=rng.randint(1, 4))]
    if rng.random() < 0.4:
        parts = [(f"{name}*{number}", quoted(rng) if rng.random() < 0.4 else joined(rng, PIECES, 2)) for number in numbers]
    else:
        parts = [(f"{name}*{number}*", joined(rng, PIECES, 2)) for number in numbers]
        parts[0] = (parts[0][0], extended(rng))
    return sorted(parts) if rng.random() < 0.5 else parts


def parameter(rng):
    """One parameter, or the parts of one."""
    name = rng.choice(PARAMETERS[:7] if rng.random() < 0.7 else PARAMETERS)
    kind = rng.randrange(12)
    if kind < 3:
        parts = [(name, quoted(rng))]
    elif kind < 5:
        parts = [(name, joined(rng, PIECES, 2))]
    elif kind < 7:
        parts = [(name + "*", extended(rng))]
    elif kind < 8:
        return rng.choice([name, name + "*", name + "*0*", "", "=", "=x", '"', ";"])
    elif kind < 9:
        parts = [(name, rng.choice(["b", "utf-8", '"b"', "a b", "x.txt", '" b "']))]
    else:
        parts = segments(rng, name)
    return "; ".join(name + rng.choice(BLANKS) + "=" + rng.choice(BLANKS) + value for name, value in parts)


def with_parameters(rng, main):
    parts = [main] + [parameter(rng) for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3, 4]))]
    value = rng.choice([";", "; ", "; ", "; ", " ;", ";;", ";\t"]).join(parts)
    return value + ";" if rng.random() < 0.1 else value


def value_of(rng, name):
    """A value as fields of that name have it, or any other."""
    kind = name.lower() if rng.random() < 0.85 else rng.choice(["content-type", "link", "date"])
    mains = {"content-type": TYPES, "content-disposition": DISPOSITIONS, "set-cookie": COOKIES, "link": LINKS}.get(kind)
    return with_parameters(rng, rng.choice(mains)) if mains else rng.choice(PLAIN)


def folded(rng, value):
    """The value with a line end in it somewhere, mostly where a blank stands."""
    places = [index for index, character in enumerate(value) if character == " "] if rng.random() < 0.7 else []
    place = rng.choice(places) if places else rng.randint(0, len(value))
    return value[:place] + rng.choice(FOLDS) + value[place:]


def line(rng):
    """A line of a head with its end."""
    chance = rng.random()
    if chance < 0.03:
        return rng.choice(BODIES) + rng.choice(ENDS)
    name = rng.choice(ODD_NAMES) if chance < 0.07 else rng.choice(USUAL if chance < 0.4 else NAMES)
    value = value_of(rng, name)
    while rng.random() < 0.15:
        value = folded(rng, value)
    colon = ":" if rng.random() < 0.99 else ""
    after = rng.choice(BLANKS) if rng.random() < 0.2 else ""
    return name + colon + rng.choice(BLANKS) + value + after + rng.choice(ENDS)


def multipart(rng):
    """A multipart type, and behind a line that ends the head, parts."""
    kind = rng.choice(["mixed", "form-data", "byteranges", "signed", "digest"])
    first = f"Content-Type: multipart/{kind}; boundary{rng.choice(BOUNDARIES)}{rng.choice(['', ';x=y'])}\r\n"
    return [first] + [rng.choice(BODIES) + rng.choice(ENDS) for _ in range(rng.randint(0, 7))]


def block(rng):
    lines = [line(rng) for _ in range(rng.choice([0, 1, 1, 2, 2, 3, 3, 4, 6]))]
    chance = rng.random()
    if chance < 0.12:
        lines += multipart(rng)
    elif chance < 0.16:
        lines += [rng.choice(BODIES) + rng.choice(ENDS) for _ in range(rng.randint(1, 5))]
    elif chance < 0.163:
        lines.append(rng.choice(["X-A: 1\r\n" * rng.randint(96, 101), "X-A: " + "v" * rng.randint(65525, 65540) + "\r\n"]))
    elif chance < 0.175:
        # Python's parser takes 8192 characters at a time.
        lines.insert(rng.randint(0, len(lines)), "X-A: " + "v" * rng.randint(8000, 8192) + rng.choice(ENDS))
    return "".join(lines) + "\r\n"


def damaged(rng, text):
    """The block cut off, or with a few bytes put in, taken out or replaced."""
    if rng.random() < 0.25:
        return text[:rng.randint(0, len(text))]
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        place = rng.randint(0, len(text))
        put = rng.choice(DAMAGE) if rng.random() < 0.75 else ""
        text = text[:place] + put + text[place + (rng.random() < 0.6 or not put):]
    return text


def name_asked(rng):
    name = rng.choice(NAMES[:14] if rng.random() < 0.7 else NAMES + ["None", "", "X-a", "link", "\xc9", "\xdf", "\u65e5\u672c"])
    return name.swapcase() if name.isascii() and rng.random() < 0.2 else name


def header_asked(rng):
    return rng.choice(["Content-Type", "content-disposition", "content-disposition", "Set-Cookie", "LINK", "X-A"])


def text_given(rng):
    """A value that a caller gives, of any characters."""
    if rng.random() < 0.7:
        return rng.choice(PLAIN + GIVEN)
    value = value_of(rng, rng.choice(NAMES))
    place = rng.randint(0, len(value))
    return value[:place] + rng.choice("\u20ac\u0142\u65e5") + value[place:]


def query(rng):
    function = rng.choice(FUNCTIONS)
    if function in ("getAll", "contains", "remove"):
        return [function, name_asked(rng)]
    if function == "get":
        return [function, name_asked(rng)] + ["default"] * rng.randrange(2)
    if function == "param":
        names = PARAMETERS[:7] if rng.random() < 0.7 else PARAMETERS + ["text/html", "attachment", "sid"]
        return [function, rng.choice(names)] + [header_asked(rng)] * rng.randrange(2)
    if function == "params":
        return [function] + [header_asked(rng)] * rng.randrange(2)
    if function in ("add", "replace"):
        name = name_asked(rng)
        return [function, name, text_given(rng) if rng.random() < 0.4 else value_of(rng, name)]
    if function == "addHeader":
        names = rng.sample(["filename", "name", "boundary", "charset", "file_name", "x"], rng.randint(0, 3))
        parameters = [[name, rng.choice([None, "", text_given(rng)])] for name in names]
        return [function, name_asked(rng), rng.choice(TYPES + DISPOSITIONS + [None]), parameters]
    return [function]


def generate(rng):
    """A program of one step: a block, or the fields of a message made by hand, and three to ten questions and changes."""
    step = {"op": "message"}
    if rng.random() < 0.06:
        names = [name_asked(rng) for _ in range(rng.randint(0, 5))]
        step["fields"] = [[name, text_given(rng) if rng.random() < 0.4 else value_of(rng, name)] for name in names]
    else:
        text = block(rng)
        step["block"] = damaged(rng, text) if rng.random() < 0.4 else text
    step["queries"] = [query(rng) for _ in range(rng.randint(3, 10))]
    return {"name": "a message", "steps": [step]}
