"""Runs the floor, HTTPWire and the peers in turn, round after round, and takes ratios within each round, as the machine's speed drifts."""

import resource
import statistics

from .programs import say
from .server import write_head, write_upload
from .shell import Failure, load, load_text, run

LONGEST = 300


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def ratios(above, below):
    return spread([a / b for a, b in zip(above, below)])


def expected_bytes(work, amount):
    if work.name == "head":
        return 600 * amount
    return 100 * amount if work.unit == "times" else amount


def file_for(work, server, amount):
    match work.file:
        case "authority":
            return [server.authority]
        case "upload":
            return [write_upload(server.folder, amount)]
        case "head":
            return [write_head(server.folder)]
    return []


class Runner:
    """Runs one work with any of the programs."""

    def __init__(self, work, server, scale):
        self.work = work
        self.amount = work.scaled(scale)
        if work.unit == "bytes":
            server.prepare(self.amount)
        port = server.secure_port if work.part.startswith("tls-") else server.port
        self.arguments = [work.part, port, self.amount, *file_for(work, server, self.amount)]

    def once(self, program):
        """The seconds that the program says its loop took, and the processor's seconds of the whole process."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds, count = run(*program.command, *self.arguments, seconds=LONGEST).split()[:2]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        expected = expected_bytes(self.work, self.amount)
        if int(count) != expected:
            raise Failure(f"{program.name} moved {count} bytes and not {expected}")
        return float(seconds), after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def take_turns(runner, programs, pairs):
    """The seconds of each program in each round, why those that failed did, and the machine's load before each round. The first round
    warms up and does not count."""
    seconds = {program.name: [] for program in programs}
    processor = {program.name: [] for program in programs}
    failed, loads = {}, []
    for number in range(pairs + 1):
        if number:
            loads.append(load())
        for program in programs:
            if program.name in failed:
                continue
            try:
                taken, used = runner.once(program)
            except (Failure, ValueError) as failure:
                failed[program.name] = str(failure)
                continue
            if number:
                seconds[program.name].append(taken)
                processor[program.name].append(used)
    return seconds, processor, failed, loads


def compare(work, seconds, processor, failed, loads):
    """The row of the table. Ratios are of speeds: above 1, HTTPWire is the faster."""
    row = {"work": work.name, "title": work.title, "goal": work.goal, "kind": "ratio", "seconds": seconds, "processor": processor}
    row["loads"] = loads
    if "HTTPWire" in failed or "floor" in failed:
        return row | {"failed": failed, "met": False, "peers": {}}
    own = seconds["HTTPWire"]
    met = True
    if "floor" in seconds:
        row["value"] = ratios(seconds["floor"], own)
        row["processor-ratio"] = ratios(processor["floor"], processor["HTTPWire"])
        met = row["value"]["median"] >= work.floor
    peers = [name for name in seconds if name not in ("HTTPWire", "floor") and name not in failed]
    row["peers"] = {name: ratios(seconds[name], own) for name in peers}
    if "floor" in seconds:
        row["peers-to-floor"] = {name: ratios(seconds["floor"], seconds[name]) for name in peers}
    missing = [name for name in work.peers if name not in row["peers"]]
    met = met and all(row["peers"][name]["median"] >= times for name, times in work.peers.items() if name not in missing)
    # What was not measured has not been met, unless what was measured already fails.
    row["met"] = None if met and missing else met
    return row | {"failed": failed}


def measure(work, floor, wire, peers, server, pairs, scale):
    say(f"running: {work.name} ({load_text()})")
    programs = [program for program in (floor, wire, *peers.values()) if work.part in program.works]
    runner = Runner(work, server, scale)
    row = compare(work, *take_turns(runner, programs, pairs))
    row["amount"] = runner.amount
    own = row["seconds"]["HTTPWire"]
    if work.floor is None and own:
        row |= {"each": spread([seconds / runner.amount for seconds in own])} if work.unit == "times" else {"took": spread(own)}
    for name, why in row["failed"].items():
        say(f"failed: {work.name}: {name}: {why}")
    return row
