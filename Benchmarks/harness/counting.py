"""What is counted and not timed, and so is the same on a busy machine: instructions in user space, by callgrind, allocations, and the
memory of connections that are kept.

The first two are slopes: a program runs the same loop for two lengths, and the difference of the counts is divided by the difference of
the lengths, so that starting and ending the program are not in it.
"""

import re
import tempfile
from functools import cached_property
from pathlib import Path

from .programs import say
from .server import write_head
from .shell import Failure, lacks, load_text, run
from .works import COUNTED, IDLE_CONNECTIONS, IDLE_KINDS

# Without these, Swift seeds its hashing anew in each run, and the C library chooses its string functions by the processor.
STEADY = {"SWIFT_DETERMINISTIC_HASHING": "1", "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-BMI2,-ERMS,-FSRM"}

SLOWEST = 600


def instructions(command, arguments):
    if lacks("valgrind"):
        raise Failure("valgrind is not there (Debian: valgrind)")
    printed = run(
        "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command, *arguments, environment=STEADY, seconds=SLOWEST,
        merge=True)
    found = re.search(r"Collected : (\d+)", printed)
    if not found:
        raise Failure("callgrind did not say how many instructions it collected")
    return int(found[1])


def allocations(counter, command, arguments):
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "count"
        run(*command, *arguments, environment=STEADY | {"LD_PRELOAD": str(counter), "COUNT_ALLOCATIONS_TO": str(result)}, seconds=SLOWEST)
        return int(result.read_text())


def slope(count, lengths):
    few, many = lengths
    return (count(many) - count(few)) / (many - few)


def arguments_of(part, server, amount):
    """How a program is told to do a work `amount` times."""
    if part == "head":
        return [part, 0, amount, write_head(server.folder)]
    if part.startswith("tls-"):
        return [part, server.secure_port, amount, server.authority]
    return [part, server.port, amount]


class Counter:
    """Counts the works of `wire`, and of the floor where a work is compared with it."""

    def __init__(self, wire, floor, server):
        self.wire, self.floor, self.server = wire, floor, server

    def instructions(self, program, part, lengths=(200, 1200)):
        return slope(lambda amount: instructions(program.command, arguments_of(part, self.server, amount)), lengths)

    def allocations(self, program, part, lengths=(200, 1200)):
        counter = self.server.folder / "count-allocations.so"
        return slope(lambda amount: allocations(counter, program.command, arguments_of(part, self.server, amount)), lengths)

    @cached_property
    def plain_get(self):
        return self.instructions(self.wire, "requests")

    def tls_instructions(self):
        """(wire's GET over TLS - the floor's) - (wire's plain GET - the floor's): neither OpenSSL's part nor the plain GET's counts."""
        over_tls = self.instructions(self.wire, "tls-requests") - self.instructions(self.floor, "tls-requests")
        return over_tls - (self.plain_get - self.instructions(self.floor, "requests"))

    def instructions_of_bytes(self, size):
        """Of a head that comes byte by byte, for each of its bytes."""
        return self.instructions(self.wire, f"head-bytes-{size}", (10, 74) if size < 10_000 else (1, 2)) / size

    def idle_memory(self, part):
        """What one connection more adds to the resident memory, in bytes."""
        output = run(*self.wire.command, *arguments_of(part, self.server, IDLE_CONNECTIONS), seconds=SLOWEST).split()
        return (int(output[4]) - int(output[3])) / IDLE_CONNECTIONS


def head_instructions(work, counter):
    return {work.title: counter.instructions(counter.wire, "head") / write_head(counter.server.folder).stat().st_size}


def head_linear(_, counter):
    sizes = ("1 KiB", 1024), ("64 KiB", 65_536)
    return {f"instructions a byte of a head of {name}, fed byte by byte": counter.instructions_of_bytes(size) for name, size in sizes}


def session_get(_, counter):
    parts = {"session-by-connection": "a session's GET, made by a connection", "session-get": "a session's GET of an HTTPURL",
             "session-get-text": "a session's GET of a URL's text"}
    return {f"instructions of {title}": counter.instructions(counter.wire, part) for part, title in parts.items()}


def idle_memory(work, counter):
    prefix = work.name.removesuffix("memory")
    return {f"{work.title}, after {words}": counter.idle_memory(prefix + kind) for kind, words in IDLE_KINDS.items()}


# The works that are more, or something else, than the instructions of one turn. Each gives its figures by what they are called.
FIGURES = {
    "get-instructions": lambda work, counter: {work.title: counter.plain_get},
    "get-allocations": lambda work, counter: {work.title: counter.allocations(counter.wire, "requests")},
    "tls-instructions": lambda work, counter: {work.title: counter.tls_instructions()},
    "head-instructions": head_instructions,
    "head-linear": head_linear,
    "session-get": session_get,
    "idle-memory": idle_memory,
    "tls-idle-memory": idle_memory,
}


# Those whose row is the second figure to the first.
RATIOS = {"head-linear", "session-get"}


def figures(work, counter):
    say(f"counting: {work.name} ({load_text()})")
    if work.name in FIGURES:
        return FIGURES[work.name](work, counter)
    return {work.title: counter.instructions(counter.wire, work.part, work.lengths)}


def own_counts(counter):
    """What `--check` compares with the baseline, by the two groups that it has there."""
    groups = {"counts": {}, "memory": {}}
    for work in COUNTED.values():
        group = groups["memory" if work.kind == "KB" else "counts"]
        group |= {title: round(value, 3) for title, value in figures(work, counter).items()}
    return groups


def figure(value):
    return {"median": value, "min": value, "max": value}


def compared(count, others):
    """The count of each of the other programs; nothing of those that fail, which are told of."""
    counts, failed = {}, {}
    for program in others:
        try:
            counts[program.name] = figure(count(program))
        except (Failure, OSError, ValueError) as failure:
            failed[program.name] = str(failure)
            say(f"failed: {program.name}: {failure}")
    return {"peers": counts, "failed": failed}


def instructions_of_others(counter, others):
    # CPython takes a hundred times as long.
    lengths = {"CPython": (20, 120)}
    return compared(lambda program: counter.instructions(program, "requests", lengths.get(program.name, (200, 1200))), others)


def allocations_of_others(counter, others):
    # CPython has an allocator of its own for small things, so its calls of malloc say little.
    return compared(lambda program: counter.allocations(program, "requests"), [other for other in others if other.name != "CPython"])


OTHERS = {"get-instructions": instructions_of_others, "get-allocations": allocations_of_others}


def measure(work, counter, others):
    """The row of the table. Where a work has several figures, the row shows the largest, and a note shows all of them."""
    parts = figures(work, counter)
    value = max(parts.values())
    if work.name in RATIOS:
        first, second, *_ = parts.values()
        value = second / first
    if work.kind == "KB":
        value /= 1000
    row = {"goal": work.goal, "kind": work.kind, "value": figure(value), "met": value <= work.most, "peers": {}}
    if len(parts) > 1:
        row["note"] = "; ".join(f"{title.removeprefix(work.title + ', ')}: {part:,.0f}" for title, part in parts.items())
    return row | (OTHERS[work.name](counter, others) if work.name in OTHERS else {})
