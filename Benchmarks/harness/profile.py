"""Where the instructions of a loop go: callgrind's functions, as slopes like the counts, so that starting the program is not among them."""

import re
import subprocess
import tempfile
from pathlib import Path

from .counting import SLOWEST, STEADY, arguments_of
from .shell import Failure, lacks, run
from .works import COUNTS

# The works that can be taken apart, as the program knows them, with the two lengths of each.
PARTS = {work.part: work.lengths for work in COUNTS if work.kind == "instructions"}
PARTS |= {name: (200, 1200) for name in ("session-get", "session-get-text", "session-by-connection")}


def by_function(command, arguments):
    """The instructions of each function itself, without those that it calls."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "callgrind.out"
        run("valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *command, *arguments, environment=STEADY, seconds=SLOWEST)
        printed = run("callgrind_annotate", "--threshold=100", "--show-percs=no", out)
    counts = {}
    for count, name in re.findall(r"^\s*([\d,]+)\s+\S*?:(.+?)(?: \[\S*\])?$", printed, re.MULTILINE):
        name = re.sub(r"'\d+$", "", name)
        counts[name] = counts.get(name, 0) + int(count.replace(",", ""))
    return counts


def readable(names):
    """Swift's names as they are written, shortened to what tells them apart."""
    if lacks("swift-demangle") and lacks("swift"):
        return names
    command = ["swift-demangle"] if not lacks("swift-demangle") else ["swift", "demangle"]
    done = subprocess.run([*command, "--simplified"], input="\n".join(names), capture_output=True, text=True, check=False)
    lines = done.stdout.rstrip("\n").split("\n")
    return lines if len(lines) == len(names) else names


def top(wire, server, work, number):
    """Prints the functions with the most instructions for one turn of a work's loop."""
    if lacks("valgrind"):
        raise Failure("valgrind is not there (Debian: valgrind)")
    if work not in PARTS:
        raise Failure(f"only these can be taken apart: {', '.join(PARTS)}")
    lengths = PARTS[work]
    few, many = (by_function(wire.command, arguments_of(work, server, length)) for length in lengths)
    each = {name: (many[name] - few.get(name, 0)) / (lengths[1] - lengths[0]) for name in many}
    names = sorted(each, key=each.get, reverse=True)[:number]
    total = sum(each.values())
    print(f"{total:12,.0f}  instructions of one turn of {work}")
    for name, words in zip(names, readable(names)):
        print(f"{each[name]:12,.0f}  {each[name] / total:5.1%}  {words[:110]}")
