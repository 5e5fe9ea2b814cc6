"""Where the instructions of a loop go: callgrind's functions, as slopes like the counts, so that starting the program is not among them."""

import re
import subprocess
import tempfile
from pathlib import Path

from .counting import SLOWEST, STEADY
from .server import write_head
from .shell import Failure, lacks, run

LENGTHS = (200, 1200)


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
    """Prints the functions with the most instructions for one turn of the loop: `requests` or `head`."""
    if lacks("valgrind"):
        raise Failure("valgrind is not there (Debian: valgrind)")
    arguments = {"requests": (server.port, []), "head": (0, [write_head(server.folder)])}
    if work not in arguments:
        raise Failure(f"only {' and '.join(arguments)} can be taken apart")
    port, rest = arguments[work]
    few, many = (by_function(wire.command, [work, port, length, *rest]) for length in LENGTHS)
    each = {name: (many[name] - few.get(name, 0)) / (LENGTHS[1] - LENGTHS[0]) for name in many}
    names = sorted(each, key=each.get, reverse=True)[:number]
    total = sum(each.values())
    print(f"{total:12,.0f}  instructions of one {'GET' if work == 'requests' else 'head'}")
    for name, words in zip(names, readable(names)):
        print(f"{each[name]:12,.0f}  {each[name] / total:5.1%}  {words[:110]}")
