"""What is counted and not timed, and so is the same on a busy machine: instructions in user space, by callgrind, and allocations.

Each figure is a slope: a program runs the same loop for two lengths, and the difference of the counts is divided by the difference of the
lengths, so that starting and ending the program are not in it.
"""

import re
import tempfile
from pathlib import Path

from .programs import say
from .server import write_head
from .shell import Failure, lacks, run

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


def instructions_of_get(program, server, lengths=(200, 1200)):
    return slope(lambda times: instructions(program.command, ["requests", server.port, times]), lengths)


def allocations_of_get(program, server, lengths=(200, 1200)):
    counter = server.folder / "count-allocations.so"
    return slope(lambda times: allocations(counter, program.command, ["requests", server.port, times]), lengths)


def instructions_of_head(program, head):
    return slope(lambda times: instructions(program.command, ["head", 0, times, head]), (200, 1200)) / head.stat().st_size


def instructions_of_bytes(program, size):
    """Of a head that comes byte by byte, for each of its bytes."""
    lengths = (10, 74) if size < 10_000 else (1, 2)
    return slope(lambda times: instructions(program.command, [f"head-bytes-{size}", 0, times]), lengths) / size


def own_counts(wire, server):
    """What `--check` compares with the baseline."""
    head = write_head(server.folder)
    counts = {}
    for name, count in (
        ("instructions of one keep-alive GET", lambda: instructions_of_get(wire, server)),
        ("allocations of one keep-alive GET", lambda: allocations_of_get(wire, server)),
        ("instructions a byte of a head of 600 bytes", lambda: instructions_of_head(wire, head)),
        ("instructions a byte of a head of 1 KiB, fed byte by byte", lambda: instructions_of_bytes(wire, 1024)),
        ("instructions a byte of a head of 64 KiB, fed byte by byte", lambda: instructions_of_bytes(wire, 65_536)),
    ):
        say(f"counting: {name}")
        counts[name] = round(count(), 3)
    return counts


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


def get_instructions(wire, others, server):
    value = instructions_of_get(wire, server)
    # CPython takes a hundred times as long.
    lengths = {"CPython": (20, 120)}
    rest = compared(lambda program: instructions_of_get(program, server, lengths.get(program.name, (200, 1200))), others)
    return {"goal": "≤ 4,000", "kind": "count", "value": figure(value), "met": value <= 4000} | rest


def get_allocations(wire, others, server):
    value = allocations_of_get(wire, server)
    # CPython has an allocator of its own for small things, so its calls of malloc say little.
    rest = compared(lambda program: allocations_of_get(program, server), [other for other in others if other.name != "CPython"])
    return {"goal": "≤ 4", "kind": "count", "value": figure(value), "met": value <= 4} | rest


def head_instructions(wire, _, server):
    value = instructions_of_head(wire, write_head(server.folder))
    return {"goal": "≤ 2.5", "kind": "count", "value": figure(value), "met": value <= 2.5, "peers": {}}


def head_linear(wire, _, __):
    short, long = instructions_of_bytes(wire, 1024), instructions_of_bytes(wire, 65_536)
    row = {"goal": "≤ 1.5", "kind": "count", "value": figure(long / short), "met": long <= 1.5 * short, "peers": {}}
    return row | {"note": f"{short:,.0f} instructions a byte at 1 KiB, {long:,.0f} at 64 KiB"}


MEASURES = {
    "get-instructions": get_instructions, "get-allocations": get_allocations, "head-instructions": head_instructions,
    "head-linear": head_linear,
}
