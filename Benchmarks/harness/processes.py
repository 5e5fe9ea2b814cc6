"""What is seen of whole processes: the peak of their memory, the time from start to end, and of the build, its time and what it makes."""

import filecmp
import shutil
import tempfile
import time
from pathlib import Path

from .counting import figure, instructions, slope
from .programs import build_command, build_swift, say
from .server import write_upload
from .shell import BENCHMARKS, ROOT, Failure, load_text, run
from .timing import ratios
from .works import CLOSE_TO_CURL, GIB, MIB

# A process starts in milliseconds, so several make up one figure.
STARTS = 10

# A program with Swift's library in it, as one is made to be given to others.
STATIC, STATIC_LIBRARY = BENCHMARKS / ".build-static", ["-Xswiftc", "-static-stdlib"]


def wire_output(wire, work, server, amount):
    return run(*wire.command, work, server.port, amount, seconds=600).split()


def read_memory(context):
    """At full size whatever the scale, as the program itself would be a good part of less."""
    body = 256 * MIB
    peak = int(wire_output(context.wire, "read", context.server, body)[2]) * 1024
    return {"goal": "≤ 1.3", "kind": "count", "value": figure(peak / body), "met": peak <= 1.3 * body}


def stream(context):
    """The peak of the program, and the peaks of the stream after the first 100 MB and at its end, in bytes; both rows come from one run."""
    if context.streamed is None:
        amount = max(200_000_000, int(10 * GIB * context.scale))
        command = [build_swift("wire", scratch=STATIC, options=STATIC_LIBRARY)]
        output = run(*command, "stream", context.server.port, amount, seconds=600).split()
        context.streamed = amount, *(int(peak) * 1024 for peak in output[2:5])
    return context.streamed


def stream_memory(context):
    amount, peak, *_ = stream(context)
    return {"goal": "≤ 12 MB", "kind": "MB", "value": figure(peak / 1e6), "met": peak <= 12e6, "amount": amount}


def stream_growth(context):
    amount, _, early, late = stream(context)
    return {"goal": "0 MB", "kind": "MB", "value": figure((late - early) / 1e6), "met": late == early, "amount": amount}


def time_of(context, command, starts=STARTS):
    """Seconds from the start of a process to its end. Python itself takes too long to start one."""
    return float(run(context.server.folder / "starts", starts, *command, seconds=60)) / starts


def require_curl():
    if not shutil.which("curl"):
        raise Failure("curl is not there (Debian: curl)")


def start(context, scheme):
    require_curl()
    arguments = fetching(context, scheme)
    commands = {"curl": ["curl", "-q", "-s", *arguments], "HTTPWire": [build_command(), *arguments]}
    seconds = {name: [] for name in commands}
    for number in range(context.pairs + 1):
        for name, command in commands.items():
            taken = time_of(context, command)
            if number:
                seconds[name].append(taken)
    value = ratios(seconds["curl"], seconds["HTTPWire"])
    return {"goal": "≥ curl", "kind": "ratio", "value": value, "met": value["median"] >= 1, "seconds": seconds, "versus": "curl"}


def fetching(context, scheme):
    """The arguments with which the command and curl fetch one kilobyte."""
    port = context.server.secure_port if scheme == "https" else context.server.port
    trust = ["--cacert", context.server.authority] if scheme == "https" else []
    return [*trust, "-o", "/dev/null", f"{scheme}://127.0.0.1:{port}/length/1024"]


def start_instructions(context, scheme, most):
    """From the start of the process to its end: all that a request costs a script."""
    arguments = fetching(context, scheme)
    count = instructions([build_command()], arguments)
    row = {"goal": f"≤ {most:,}", "kind": "count", "value": figure(count), "met": count <= most, "peers": {}}
    if shutil.which("curl"):
        row["peers"] = {"curl": figure(instructions(["curl", "-q", "-s"], arguments))}
    return row


def repeat_instructions(context):
    """What each further request of `--repeat` costs."""
    arguments = fetching(context, "http")
    command = [build_command()]
    count = slope(lambda times: instructions(command, ["--repeat", str(times), *arguments]), (200, 1200))
    return {"goal": "≤ 9,000", "kind": "count", "value": figure(count), "met": count <= 9_000}


def command_size(context):
    count = Path(build_command()).stat().st_size
    return {"goal": "≤ 9 MB", "kind": "MB", "value": figure(count / 1e6), "met": count <= 9e6}


def echo(context):
    """Sends a file and writes what comes back to a new one. Each program does so in turn."""
    require_curl()
    body = write_upload(context.server.folder, max(MIB, int(64 * MIB * context.scale)))
    copy = context.server.folder / "echo"
    arguments = ["-s", "-T", body, "-o", copy, f"http://127.0.0.1:{context.server.port}/echo"]
    # Without the field, curl waits for a 100 Continue that this server does not send.
    commands = {"curl": ["curl", "-q", "-H", "Expect:", *arguments], "HTTPWire": [build_command(), *arguments]}
    seconds = {name: [] for name in commands}
    for number in range(context.pairs + 1):
        for name, command in commands.items():
            taken = time_of(context, command, starts=1)
            if not filecmp.cmp(body, copy, shallow=False):
                raise Failure(f"{name} did not write what it had sent")
            copy.unlink()
            if number:
                seconds[name].append(taken)
    value = ratios(seconds["curl"], seconds["HTTPWire"])
    met = value["median"] >= CLOSE_TO_CURL
    return {"goal": f"≥ {CLOSE_TO_CURL} × curl", "kind": "ratio", "value": value, "met": met, "seconds": seconds, "versus": "curl"}


def build(_):
    with tempfile.TemporaryDirectory() as folder:
        common = ["--package-path", ROOT, "--scratch-path", folder]
        run("swift", "package", *common, "resolve", seconds=600)
        begin = time.perf_counter()
        run("swift", "build", *common, "-c", "release", "--target", "HTTPWire", seconds=1800)
        seconds = time.perf_counter() - begin
    return {"goal": "≤ 60 s", "kind": "s", "value": figure(seconds), "met": seconds <= 60}


def size(context):
    program = build_swift("https-get", scratch=STATIC, options=STATIC_LIBRARY)
    stripped = Path(context.server.folder) / "https-get"
    run("strip", "-o", stripped, program)
    count = stripped.stat().st_size
    return {"goal": "≤ 8 MB", "kind": "MB", "value": figure(count / 1e6), "met": count <= 8e6}


MEASURES = {
    "read-memory": read_memory,
    "stream-memory": stream_memory,
    "stream-growth": stream_growth,
    "start-http": lambda context: start(context, "http"),
    "start-https": lambda context: start(context, "https"),
    "start-http-count": lambda context: start_instructions(context, "http", 8_000_000),
    "start-https-count": lambda context: start_instructions(context, "https", 27_000_000),
    "repeat-count": repeat_instructions,
    "command-size": command_size,
    "echo-command": echo,
    "build": build,
    "size": size,
}


def measure(name, context):
    say(f"running: {name} ({load_text()})")
    return MEASURES[name](context)
