"""Awaited connections: HTTPWireAsync in threads of its own, HTTPWireNIO on event loops, and AsyncHTTPClient, side by side. Each is used by
code that is isolated to the connection (scoped) and by code that is not (outside); blocking threads are the reference.

They have a table of their own, because each of them is a column: the goals are for all of ours, and not for one HTTPWire.
"""

from dataclasses import dataclass
from pathlib import Path

from .counting import figure, instructions, slope
from .programs import PLAIN, Program, build_swift, say
from .shell import Failure, load, load_text, run
from .timing import LONGEST, ratios, spread
from .works import AWAITED_CONNECTIONS as CONNECTIONS, AWAITED_DOWNLOADS as DOWNLOADS, MIB

PEER = "AsyncHTTPClient"
REFERENCE = "blocking threads"
THREAD = {"thread scoped": "scoped", "thread outside": "outside"}
NIO = {"NIO scoped": "scoped", "NIO outside": "outside"}
OURS = [*THREAD, *NIO]
COLUMNS = [REFERENCE, *OURS, PEER]

# How many requests are made by all connections together.
REQUESTS = 20_480
BODY = 64 * MIB
# The most instructions of a GET; and of one in one call, which must not take more.
MOST = {"thread scoped": 11_000, "thread outside": 16_000, "NIO scoped": 34_000, "NIO outside": 42_000}
LENGTHS = (500, 2500)


@dataclass
class Sample:
    """What a program says of one run."""

    seconds: float
    bytes: int
    processor: float
    growth: float
    threads: int


def build_thread():
    return build_swift("wire-async")


def stripped(program, folder):
    """Valgrind gives up on the debug information of programs with swift-nio."""
    target = Path(folder) / (Path(program).name + "-stripped")
    run("strip", "-o", target, program)
    return target


def contenders(thread, peers):
    """The programs by column; those that were not built are left out."""
    found = {REFERENCE: [thread, "blocking"]} | {column: [thread, manner] for column, manner in THREAD.items()}
    if "HTTPWireNIO" in peers:
        found |= {column: [*peers["HTTPWireNIO"].command, manner] for column, manner in NIO.items()}
    if PEER in peers:
        found[PEER] = list(peers[PEER].command)
    return found


def once(command, work, port, amount, expected, files=()):
    words = run(*command, work, port, amount, *files, seconds=LONGEST).split()
    sample = Sample(float(words[0]), int(words[1]), float(words[2]), float(words[3]), int(words[4]))
    if sample.bytes != expected:
        raise Failure(f"moved {sample.bytes} bytes and not {expected}")
    return sample


def take_turns(commands, pairs, sample_of):
    """The samples of each program in each round; the first warms up. Those that fail are told of and left out."""
    samples, failed, loads = {name: [] for name in commands}, {}, []
    for number in range(pairs + 1):
        if number:
            loads.append(load())
        for name, command in commands.items():
            if name in failed:
                continue
            try:
                sample = sample_of(command)
            except (Failure, ValueError, IndexError) as failure:
                failed[name] = str(failure)
                say(f"failed: {name}: {failure}")
                continue
            if number:
                samples[name].append(sample)
    return {name: taken for name, taken in samples.items() if name not in failed}, failed, loads


def verdict(missed, judged):
    """Whether all that were judged reach the goal, and who does not; None where something was not measured."""
    if missed:
        return False
    return True if len(judged) == len(OURS) else None


def row(work, title, unit, values, met, missed, goal, **more):
    return {"work": work, "title": title, "unit": unit, "goal": goal, "values": values, "met": met, "missed": missed} | more


def beside_peer(work, title, unit, samples, value, *, more_is_better, **more):
    """A row whose goal is the peer, within each round."""
    series = {name: [value(sample) for sample in taken] for name, taken in samples.items()}
    judged = [name for name in OURS if name in series and PEER in series]
    better = {name: ratios(*((series[name], series[PEER]) if more_is_better else (series[PEER], series[name]))) for name in judged}
    missed = [name for name in judged if better[name]["median"] < 1]
    sign = "≥" if more_is_better else "≤"
    values = {name: spread(taken) for name, taken in series.items()}
    return row(work, title, unit, values, verdict(missed, judged), missed, f"{sign} {PEER}", better=better, **more)


def requests(work, commands, server, pairs, scale):
    connections = CONNECTIONS[work]
    amount = max(connections, int(REQUESTS * scale) // connections * connections)
    part = f"requests-{connections}"
    samples, failed, loads = take_turns(commands, pairs, lambda command: once(command, part, server.port, amount, 100 * amount))
    more = {"failed": failed, "loads": loads}
    title = f"{connections} connection{'s' if connections > 1 else ''}"
    rows = [
        beside_peer(work, f"{title}: requests a second", "", samples, lambda sample: amount / sample.seconds, more_is_better=True, **more),
        beside_peer(work, f"{title}: processor time a request", "µs", samples, lambda sample: sample.processor / amount * 1e6,
                    more_is_better=False, **more),
    ]
    if connections == max(CONNECTIONS.values()):
        rows.append(beside_peer(
            work, f"{title}: memory each", "KB", samples, lambda sample: sample.growth * 1.024 / connections, more_is_better=False, **more))
        threads = {name: spread([sample.threads for sample in taken]) for name, taken in samples.items()}
        rows.append(row(work, f"{title}: threads", "", threads, None, [], "", **more))
    return rows


def download(work, commands, server, pairs, _):
    part = DOWNLOADS[work]
    secure = part.startswith("tls-")
    files = [server.authority] if secure else []
    port = server.secure_port if secure else server.port
    commands = {name: command for name, command in commands.items() if not name.endswith("outside")}
    samples, failed, loads = take_turns(commands, pairs, lambda command: once(command, part, port, BODY, BODY, files))
    rate = beside_peer(
        work, f"64 MiB{' over TLS' if secure else ''}", "MB/s", samples, lambda sample: BODY / 1e6 / sample.seconds, more_is_better=True,
        failed=failed, loads=loads)
    if rate["met"] is None and {"NIO scoped", PEER} <= rate["values"].keys():
        rate["met"] = True
    return [rate]


def count(command, server, lengths=LENGTHS):
    return slope(lambda amount: instructions(command, ["requests", server.port, amount]), lengths)


def counts(work, commands, server, *_):
    commands = {name: [stripped(command[0], server.folder), *command[1:]] for name, command in commands.items()}
    before = load()
    rows = []
    for title, prefix in (("instructions of a GET", ""), ("instructions of a GET, head and body in one call", "fetch-")):
        values, failed = {}, {}
        for name, command in commands.items():
            if prefix and name not in OURS:
                continue
            words = [command[0], *(prefix + manner if name in OURS else manner for manner in command[1:])]
            try:
                values[name] = figure(count(words, server))
            except (Failure, OSError, ValueError) as failure:
                failed[name] = str(failure)
                say(f"failed: {name}: {failure}")
        judged = [name for name in OURS if name in values]
        missed = [name for name in judged if values[name]["median"] > MOST[name]]
        goal = "≤ " + ", ".join(f"{MOST[name]:,}" for name in OURS)
        rows.append(row(work, title, "", values, verdict(missed, judged), missed, goal, failed=failed, loads=[before, load()]))
    return rows


def measure(work, commands, server, pairs, scale):
    say(f"running: {work} ({load_text()})")
    function = requests if work in CONNECTIONS else download if work in DOWNLOADS else counts
    return function(work, commands, server, pairs, scale)


def own_counts(program, server, name):
    """What `--check` compares with the baseline, of one program."""
    program = stripped(program, server.folder)
    found = {}
    for manner in ("scoped", "outside", "fetch-scoped", "fetch-outside"):
        say(f"counting: {name} {manner} ({load_text()})")
        found[f"instructions of an awaited GET, {name} {manner}"] = round(count([program, manner], server), 3)
    return found


def table(works, peers, server, pairs, scale):
    """The rows of all works."""
    commands = contenders(build_thread(), peers)
    return [line for work in works for line in measure(work, commands, server, pairs, scale)]
