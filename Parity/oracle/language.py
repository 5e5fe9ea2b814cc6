"""The language of the programs (Parity/README.md): what is wrong with a program, and reading folders of them.

    problems(program)   what is wrong with one program, as a list of sentences, empty when nothing is
    load(folder)        the programs of a folder's *.jsonl in the order of the names of its files; ValueError names every problem

Run as a script it checks the folders named, or Parity/Programs.
"""
import re
import sys
from pathlib import Path

import abbreviations

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs/parity.md"
LENIENCIES = ROOT / "Sources/HTTPWireCore/Grammar/ParsingLeniency.swift"


# What a value may be: each function says whether a value is of its kind.

def text(value):
    return isinstance(value, str)


def octets(value):
    return isinstance(value, str) and all(character <= "\u00ff" for character in value)


def integer(value):
    return isinstance(value, int) and not isinstance(value, bool)


def flag(value):
    return isinstance(value, bool)


def seconds(value):
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))


def a_port(value):
    return value is None or integer(value) or value == "{port}"


def an_address(value):
    return value is None or (isinstance(value, list) and len(value) == 2 and text(value[0]) and integer(value[1]))


def a_list(of):
    return lambda value: isinstance(value, list) and all(of(element) for element in value)


def one_of(*values):
    return lambda value: any(value == known and type(value) is type(known) for known in values)


def a_pair(value):
    return isinstance(value, list) and len(value) == 2 and text(value[0]) and text(value[1])


def a_body(value):
    if value is None:
        return True
    if not isinstance(value, dict) or len(value) != 1:
        return False
    kinds = {"text": text, "bytes": octets, "span": octets, "file": octets, "textFile": text, "chunks": a_list(octets)}
    (kind, content), = value.items()
    return kind in kinds and kinds[kind](content)


def a_header_value(value):
    return text(value) or integer(value) or (isinstance(value, dict) and list(value) == ["bytes"] and octets(value["bytes"]))


HEADERS = a_list(a_pair)
ARGUMENTS = {
    "get": (1, 2), "getAll": (1, 1), "contains": (1, 1), "len": (0, 0), "keys": (0, 0), "values": (0, 0), "items": (0, 0), "dict": (0, 0),
    "contentType": (0, 0), "mainType": (0, 0), "subtype": (0, 0), "charset": (0, 0), "param": (1, 2), "params": (0, 1), "filename": (0, 0),
    "disposition": (0, 0), "boundary": (0, 0), "payload": (0, 0), "defects": (0, 0), "text": (0, 0), "add": (2, 2), "addHeader": (3, 3),
    "replace": (2, 2), "remove": (1, 1),
}


def a_query(value):
    if not isinstance(value, list) or not value or value[0] not in ARGUMENTS:
        return False
    least, most = ARGUMENTS[value[0]]
    arguments = value[1:]
    parameters = arguments.pop() if value[0] == "addHeader" and len(arguments) == 3 else []
    return least <= len(value) - 1 <= most and all(map(text, arguments)) and isinstance(parameters, list) and all(
        isinstance(pair, list) and len(pair) == 2 and text(pair[0]) and (pair[1] is None or text(pair[1])) for pair in parameters)


SETTINGS = {"autoOpen": flag, "timeout": seconds, "blockSize": integer, "httpVersion": one_of(10, 11), "source": an_address,
            "maxHeaders": integer}
CONTEXTS = one_of("default", "unverified", "trusting")
TABLES = one_of("ports", "responses", "statuses", "methods", "limits", "names")

# The steps: for each its keys, those that must be there with a "!" behind them.
STEPS = {
    "new": {"host!": text, "port": a_port, "timeout": seconds, "source": an_address, "blockSize": integer, "maxHeaders": integer,
            "https": flag, "context": CONTEXTS, "checkHostname": flag, "keyFile": text, "certFile": text},
    "set": {"name!": one_of(*SETTINGS), "value!": lambda value: True},
    "setDebugLevel": {"level!": integer},
    "setTunnel": {"host!": text, "port": a_port, "headers": HEADERS},
    "proxyHeaders": {}, "connect": {}, "close": {}, "getResponse": {},
    "request": {"method!": text, "url!": text, "body": a_body, "headers": HEADERS, "chunked": flag},
    "putRequest": {"method!": text, "url!": text, "skipHost": flag, "skipAcceptEncoding": flag},
    "putHeader": {"name!": text, "values!": a_list(a_header_value)},
    "endHeaders": {"body": a_body, "chunked": flag},
    "send": {"body!": a_body},
    "stream": {"read!": integer},
    "response": {"method": text, "url": text, "debugLevel": integer, "begin": flag},
    "parseHeaders": {"rest": integer},
    "module": {"what!": TABLES},
    "message": {"block": octets, "fields": HEADERS, "queries!": a_list(a_query)},
}
ON_RESPONSES = {
    "read": {"amount": integer}, "readInto": {"size!": integer}, "read1": {"amount": integer}, "readInto1": {"size!": integer},
    "peek": {"amount": integer}, "readLine": {"limit": integer}, "readLines": {"hint": integer}, "lines": {}, "chunks": {"size!": integer},
    "with": {"amount": integer}, "closeResponse": {}, "drop": {}, "getHeader": {"name!": text, "default": text}, "getHeaders": {},
    "fileno": {}, "attributes": {}, "begin": {},
}
STEPS |= {op: keys | {"of": integer} for op, keys in ON_RESPONSES.items()}

PROGRAM = {"name!": text, "rows": a_list(text), "issue": text, "python": text, "here": text, "preset": lambda value: True,
           "expect": lambda value: True, "loopback": flag, "peer!": a_list(lambda value: isinstance(value, dict)),
           "steps!": lambda value: a_list(lambda step: isinstance(step, dict))(value) and value != []}
CONNECTION = {"exchanges!": a_list(a_list(octets)), "end!": one_of("close", "reset", "stall"), "failWrites": integer, "tls": flag}


def known_rows():
    """The ids of the rows of docs/parity.md."""
    return set(re.findall(r"^\| (\w+) \|", PAGE.read_text(encoding="utf-8"), re.M)) - {"id", "amendment"}


def members():
    """The names of the members of ParsingLeniency."""
    return set(re.findall(r"static let (\w+) = ParsingLeniency\(bit", LENIENCIES.read_text(encoding="utf-8")))


ROWS, MEMBERS = known_rows(), members()


def wrong_keys(where, value, keys):
    """What is wrong with the keys of an object and the kinds of their values."""
    kinds = {key.rstrip("!"): kind for key, kind in keys.items()}
    for key in (key[:-1] for key in keys if key.endswith("!")):
        if key not in value:
            yield f"{where} has no {key}"
    for key, content in value.items():
        if key not in kinds:
            yield f"{where} has an unknown key {key}"
        elif not kinds[key](content):
            yield f"{where}: {key} can't be {str(content)[:60]!r}"


def wrong_peer(connections):
    for number, connection in enumerate(connections):
        where = f"connection {number}"
        if "refuse" in connection:
            yield from wrong_keys(where, connection, {"refuse!": integer})
            continue
        found = list(wrong_keys(where, connection, CONNECTION))
        yield from found
        if not found and any(piece == "" for exchange in connection["exchanges"] for piece in exchange):
            yield f"{where} has an empty piece"


def wrong_steps(steps):
    for number, step in enumerate(steps):
        where = f"step {number} ({step.get('op')})"
        keys = STEPS.get(step.get("op"))
        if keys is None:
            yield f"{where} is unknown"
            continue
        yield from wrong_keys(where, {key: value for key, value in step.items() if key != "op"}, keys)
        if step["op"] == "set" and step.get("name") in SETTINGS and not SETTINGS[step["name"]](step.get("value")):
            yield f"{where}: {step['name']} can't be {step.get('value')!r}"
        if step["op"] == "message" and ("block" in step) == ("fields" in step):
            yield f"{where} needs block or fields, one of them"


def wrong_preset(program):
    preset = program.get("preset", "python")
    if preset == "python":
        if "expect" in program:
            yield "expect is for programs with a preset of their own"
        return
    if not (isinstance(preset, list) and preset and preset[0] in ("default", "python") and all(map(text, preset))):
        yield f"preset can't be {preset!r}"
        return
    yield from (f"preset has {member!r}" for member in preset[1:] if member[:1] not in ("+", "-") or member[1:] not in MEMBERS)
    expected = program.get("expect")
    if not isinstance(expected, list) or not 0 < len(expected) <= len(program["steps"]):
        yield "expect has to be a list, at most as long as the steps"
    elif not all(isinstance(entry, dict) and list(entry) in (["ok"], ["error"]) for entry in expected):
        yield "an entry of expect is {ok} or {error}"


def problems(program):
    """What is wrong with a program, as a list of sentences."""
    if not isinstance(program, dict):
        return ["it is no object"]
    found = list(wrong_keys("the program", program, PROGRAM))
    if found:
        return found
    order = [key for key in (key.rstrip("!") for key in PROGRAM) if key in program]
    if list(program) != order:
        found.append(f"its keys are not in the order {', '.join(order)}")
    found += [f"there is no row {row}" for row in program.get("rows", []) if row not in ROWS]
    return found + [*wrong_peer(program["peer"]), *wrong_steps(program["steps"]), *wrong_preset(program)]


def load(folder):
    """The programs of a folder, checked; ValueError with all problems when there are any."""
    programs, found, seen = [], [], {}
    for path in sorted(Path(folder).glob("*.jsonl")):
        # Not splitlines(), which would also split at the line separators that JSON lets stand in strings.
        for number, line in enumerate(path.read_text(encoding="utf-8").rstrip("\n").split("\n"), 1):
            where = f"{path.name}:{number}"
            try:
                program = abbreviations.loads(line)
            except ValueError as error:
                found.append(f"{where}: {error}")
                continue
            found += [f"{where}: {problem}" for problem in problems(program)]
            name = program.get("name") if isinstance(program, dict) else None
            if name in seen:
                found.append(f"{where}: {seen[name]} has the same name, {name!r}")
            seen[name] = where
            programs.append(program)
    if found:
        raise ValueError("\n".join(found))
    return programs


def main():
    for folder in sys.argv[1:] or [ROOT / "Parity/Programs"]:
        try:
            programs = load(folder)
        except ValueError as error:
            sys.exit(str(error))
        unnamed = sorted(ROWS - {row for program in programs for row in program.get("rows", [])})
        print(f"{folder}: {len(programs)} programs; rows that none names: {' '.join(unnamed) or 'none'}")


if __name__ == "__main__":
    main()
