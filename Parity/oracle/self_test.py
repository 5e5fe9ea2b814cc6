"""Scripts/parity --self-test: whether the comparison finds what it is there to find.

Of each amendment of docs/parity.md, the program that its row names has to differ from CPython, for a reason by that name; and of each kind
of fact in a trace, a trace in which it is another has to be told from what was expected.
"""
import copy
import re

import comparison
import language
import loopback

ROW = re.compile(r"^\| ([\w-]+) \|.*\| `([^`]+)` \|$")
FACTS = {
    "a result": lambda step: step.update(ok="another"), "an error": lambda step: step.update(error={"type": "OSError", "errno": 1}),
    "a write": lambda step: step["wire"].append([0, "x"]), "a wait": lambda step: step["waits"].append([0, 1]),
    "an opening": lambda step: step["opened"].clear(), "a line of debug output": lambda step: step["debug"].append("x"),
    "an attribute": lambda step: step["responses"].append([]), "the level of debug output": lambda step: step.update(debugLevel=9),
    "whether the connection is open": lambda step: step.update(open="?"), "what lives": lambda step: step["live"].append(9),
}
PROGRAM = {
    "name": "self-test", "peer": [{"exchanges": [["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"]], "end": "close"}],
    "steps": [{"op": "new", "host": "h", "timeout": 5}, {"op": "setDebugLevel", "level": 1},
              {"op": "request", "method": "GET", "url": "/"}],
}


def table():
    """The amendments of docs/parity.md, each with its program."""
    part = language.PAGE.read_text(encoding="utf-8").split("## Known differences")[1].split("\n## ")[0]
    return dict(match.groups() for match in map(ROW.match, part.split("\n")) if match)


def verdicts(programs, ours):
    for program in programs:
        if not program.get("loopback"):
            yield program["name"], comparison.verdict(program, ours.trace(program))
    with loopback.an_identity() as identity:
        for program in programs:
            if program.get("loopback"):
                yield program["name"], loopback.compared(program, ours, identity)


def amendment_problems(folder, ours):
    wanted = table()
    programs = [program for program in language.load(folder) if program["name"] in wanted.values() and "expect" not in program]
    found = dict(verdicts(programs, ours))
    for name, program in wanted.items():
        verdict = found.get(program)
        if verdict is None:
            yield f"{name}: there is no program {program!r}"
        elif verdict.kind != "known" or verdict.stock == verdict.expected or name not in verdict.amendments:
            yield f"{name}: {program!r} is {verdict.kind} {' '.join(sorted(verdict.amendments))}"


def fact_problems(ours):
    trace = ours.trace(PROGRAM)
    for what, change in FACTS.items():
        changed = copy.deepcopy(trace)
        change(changed["steps"][-1])
        if comparison.verdict(PROGRAM, trace).kind == "different" or comparison.verdict(PROGRAM, changed).kind != "different":
            yield f"{what} that is another is not told"


def run(folder, ours):
    problems = [*amendment_problems(folder, ours), *fact_problems(ours)]
    for problem in problems:
        print(f"parity --self-test: {problem}")
    print(f"parity --self-test: {len(table())} amendments and {len(FACTS)} facts, {len(problems)} problems")
    return 1 if problems else 0
