"""The command line of Scripts/bench."""

import argparse
import contextlib
import json
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import awaited, baseline, counting, plot, processes, profile, programs, report, timing, works
from .server import Nginx, Server
from .shell import BENCHMARKS, Failure, load, surroundings


@dataclass
class Context:
    """What the works that look at whole processes need."""

    wire: programs.Program
    counter: counting.Counter
    server: Server
    pairs: int
    scale: float
    nginx: Nginx | None = None
    streamed: tuple | None = None


def names(text):
    return [name.strip() for name in text.split(",") if name.strip()]


def parse(arguments, description):
    parser = argparse.ArgumentParser(prog="Scripts/bench", description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=names, metavar="A,B", help="only these; there are: " + ", ".join(works.ALL))
    parser.add_argument("--peers", type=names, default=list(programs.PEERS), metavar="A,B", help="only these peers (none: --peers '')")
    parser.add_argument("--pairs", type=int, default=9, help="rounds that count (9)")
    parser.add_argument("--scale", type=float, default=1, help="how much of each transfer (1)")
    parser.add_argument("--quick", action="store_true", help="3 pairs at a twentieth, and not: " + ", ".join(sorted(works.SLOW)))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures, with the seconds of every run")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw them")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown, for docs/benchmarks.md")
    parser.add_argument("--readme", action="store_true", help="print only README.md's table: one row for each client, few works")
    parser.add_argument("--show", type=Path, metavar="FILE", help="run nothing: print (and draw) the figures of a file that --json wrote")
    parser.add_argument("--install", action="store_true", help="first install what is missing, by apt-get")
    parser.add_argument("--check", action="store_true", help="only count, and compare with Benchmarks/baseline.json; 1 when that fails")
    parser.add_argument("--nio", action="store_true", help="count HTTPWireNIO, too, which is built with swift-nio for that")
    parser.add_argument("--self-test", action="store_true", help="show that --check finds a count that is worse")
    parser.add_argument("--write-baseline", action="store_true", help="only count, and keep the counts in Benchmarks/baseline.json")
    parts = ", ".join(profile.PARTS)
    parser.add_argument("--top", metavar="WORK", help=f"only print where the instructions of a work go, function by function: {parts}")
    parser.add_argument("--number", type=int, default=10, help="of how many functions --top prints (10)")
    options = parser.parse_args(arguments)
    if options.quick:
        options.pairs, options.scale = 3, 0.05
    for chosen, known in ((options.works or [], works.ALL), (options.peers, programs.PEERS)):
        for name in chosen:
            if name not in known:
                parser.error(f"{name} is not one of {', '.join(known)}")
    if options.works is None:
        options.works = [name for name in works.ALL if not (options.quick and name in works.SLOW)]
    return options


def guarded(function, goal="", name=""):
    """A row that says what failed, where the measurement did."""
    try:
        return function()
    except (Failure, OSError, ValueError, IndexError) as failure:
        programs.say(f"failed: {name}: {failure}")
        return {"goal": goal, "kind": "count", "met": None, "failed": {"HTTPWire": str(failure)}}


def one_row(name, context, floor, peers, options):
    work = next((work for work in works.TIMED + works.NGINX if work.name == name), None)
    if work:
        server = context.nginx if work.server == "nginx" else context.server
        return timing.measure(work, floor, context.wire, peers, server, options.pairs, options.scale)
    before = load()
    if name in works.COUNTED:
        work = works.COUNTED[name]
        others = [floor, *(peers[peer] for peer in ("libcurl", "CPython") if peer in peers)]
        row = {"title": work.title} | guarded(lambda: counting.measure(work, context.counter, others), work.goal, name)
    else:
        row = {"title": works.OBSERVED[name]} | guarded(lambda: processes.measure(name, context), name=name)
    return {"work": name, "loads": [before, load()]} | row


def measure(options, folder):
    programs.build_server(folder)
    only_awaited = set(options.works) <= set(works.AWAITED)
    floor, wire = (None, None) if only_awaited else programs.build_own(folder)
    about = surroundings()
    peers, left_out = programs.build_peers(options.peers, folder)
    left_out |= {peer.limit[0]: peer.limit[1] for peer in peers.values() if peer.limit}
    with Server(folder) as server, contextlib.ExitStack() as stack:
        context = Context(wire, counting.Counter(wire, floor, server), server, options.pairs, options.scale)
        chosen = [name for name in works.ALL if name in options.works]
        try:
            context.nginx = stack.enter_context(Nginx(server)) if set(chosen) & {work.name for work in works.NGINX} else None
        except Failure as failure:
            left_out["nginx"] = str(failure)
            chosen = [name for name in chosen if not name.startswith("nginx-")]
        rows = [one_row(name, context, floor, peers, options) for name in chosen if name not in works.AWAITED]
        awaited_works = [name for name in chosen if name in works.AWAITED]
        side_by_side = awaited.table(awaited_works, peers, server, options.pairs, options.scale) if awaited_works else []
    return {
        "about": about, "pairs": options.pairs, "scale": options.scale, "left_out": left_out, "rows": rows, "awaited": side_by_side,
    }


def show(result, options):
    if options.readme:
        print(report.readme_table(result["rows"]))
        return
    style = report.markdown if options.markdown else report.text
    if result["rows"]:
        print(style(report.cells(result["rows"]), report.OWN_COLUMNS) + "\n")
    if result.get("awaited"):
        print(style(report.awaited_cells(result["awaited"], awaited.COLUMNS), report.AWAITED_COLUMNS) + "\n")
    print("\n".join(report.notes(result)))
    if options.svg:
        options.svg.write_text(plot.draw(result, {work.name: work.floor for work in works.TIMED + works.NGINX if work.floor}))


def count(options, folder):
    programs.build_server(folder)
    floor, wire = programs.build_own(folder)
    with Server(folder) as server:
        if options.top:
            profile.top(wire, server, options.top, options.number)
            return 0
        counts = counting.own_counts(counting.Counter(wire, floor, server))
        in_threads = awaited.own_counts(awaited.build_thread(), server, "thread")
        counts["hops"] = {name: count for name, count in in_threads.items() if name.endswith("outside")}
        counts["counts"] |= {name: count for name, count in in_threads.items() if name not in counts["hops"]}
        if options.nio:
            counts["nio"] = awaited.own_counts(programs.httpwire_nio(folder).command[0], server, "NIO")
    if options.write_baseline:
        baseline.write(counts)
    return 0 if baseline.check(counts) else 1


def run(options):
    if options.show:
        show(json.loads(options.show.read_text()), options)
        return 0
    if options.self_test:
        return 0 if baseline.self_test() else 1
    if options.install:
        programs.install()
    # Beside the builds and not in the folder for temporary files, which may be memory: the files to upload are large.
    scratch = BENCHMARKS / ".build"
    scratch.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        if options.check or options.write_baseline or options.top:
            return count(options, Path(folder))
        result = measure(options, Path(folder))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    show(result, options)
    return 0


def main(arguments, description):
    # So that the temporary folder is removed and the server ends, too, when this is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with contextlib.suppress(KeyboardInterrupt):
        try:
            return run(parse(arguments, description))
        except Failure as failure:
            print(f"bench: {failure}", file=sys.stderr)
            return 1
    return 130
