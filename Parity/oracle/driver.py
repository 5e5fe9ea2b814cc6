"""Scripts/parity: runs programs through both sides and says what came of it."""
import argparse
import itertools
import json
import pathlib
import sys
import time

import abbreviations
import comparison
import report
import swift_side

PROGRAMS = pathlib.Path(__file__).resolve().parents[1] / "Programs"
BATCH = 250


def arguments():
    parser = argparse.ArgumentParser(prog="Scripts/parity", description=__doc__)
    parser.add_argument("--programs", type=int, default=20_000, metavar="N", help="generated programs (20,000)")
    parser.add_argument("--messages", type=int, default=5_000, metavar="N", help="generated header blocks (5,000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="the generator's seed (0)")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the number of the first generated program (0)")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop generating after so many seconds")
    parser.add_argument("--program", type=pathlib.Path, metavar="FILE", help="run the programs of a file alone, and show both traces")
    parser.add_argument("--only", choices=["hand", "leniencies", "messages", "generated"], help="run one kind of programs alone")
    parser.add_argument("--matching", default="", metavar="TEXT", help="of those written by hand, the ones with this in their name")
    parser.add_argument("--self-test", action="store_true", help="see whether the comparison finds what it is there to find")
    parser.add_argument("--show", type=int, default=5, metavar="N", help="unexplained differences to shrink and show (5)")
    return parser.parse_args()


def generated(seed, first, count, seconds):
    import generator

    end = time.monotonic() + seconds if seconds else None
    for index in range(first, first + count) if not seconds else itertools.count(first):
        if end and time.monotonic() > end:
            return
        yield generator.generate(seed, index)


def header_blocks(seed, count):
    import random

    import message_programs

    for index in range(count):
        yield message_programs.generate(random.Random(f"messages {seed} {index}"))


def in_batches(programs, size=BATCH):
    programs = iter(programs)
    while batch := list(itertools.islice(programs, size)):
        yield batch


def compare(programs, ours, tally):
    for batch in in_batches(programs):
        try:
            traces = ours.traces(batch)
        except swift_side.InterpreterFailed:
            traces = [ours.trace(program) for program in batch]
        for program, trace in zip(batch, traces):
            tally.add(program, comparison.verdict(program, trace))


def show(path, ours):
    """Both traces of each program of a file, step by step."""
    for line in path.read_text().splitlines():
        program = abbreviations.loads(line)
        verdict = comparison.verdict(program, ours.trace(program))
        print(f"{program.get('name', '')}: {verdict.kind} {' '.join(sorted(verdict.amendments))}")
        for number, step in enumerate(program["steps"]):
            print(f"  {json.dumps(step)}")
            sides = [json.dumps(trace["steps"][number]) if "steps" in trace else str(trace)
                     for trace in (verdict.stock, verdict.expected, verdict.ours)]
            names = ("CPython", "amended", "HTTPWire")
            for index, (name, side) in enumerate(zip(names, sides)):
                print(f"    {name:9}{side if index == 0 or side != sides[index - 1] else 'the same'}")


def main():
    chosen = arguments()
    # CPython 3.13 complains of responses that were never made, because there was no connection.
    sys.unraisablehook = lambda _: None
    ours = swift_side.SwiftSide(swift_side.build())
    if chosen.self_test:
        import self_test

        return self_test.run(PROGRAMS, ours)
    if chosen.program:
        show(chosen.program, ours)
        return 0
    tally = report.Tally(chosen.show, ours)
    kinds = [chosen.only] if chosen.only else ["hand", "leniencies", "messages", "generated"]
    for kind in kinds:
        start = time.monotonic()
        count = tally.programs
        KINDS[kind](chosen, ours, tally)
        print(f"{kind}: {tally.programs - count:,} programs in {time.monotonic() - start:.0f} s", flush=True)
    ours.close()
    return tally.finish(is_whole=not chosen.only and not chosen.matching)


def run_hand_written(chosen, ours, tally):
    import language

    programs = [program for program in language.load(PROGRAMS) if chosen.matching in program["name"]]
    in_memory = [program for program in programs if not program.get("loopback") and "expect" not in program]
    compare(in_memory, ours, tally)
    import loopback

    loopback.compare([program for program in programs if program.get("loopback") and "expect" not in program], ours, tally)


def run_leniencies(chosen, ours, tally):
    import language
    import leniencies
    import loopback

    programs = [program for program in language.load(PROGRAMS) if "expect" in program and chosen.matching in program["name"]]
    in_memory = ((program, ours.trace(program)) for program in programs if not program.get("loopback"))
    over_sockets = loopback.traces([program for program in programs if program.get("loopback")], ours)
    for program, trace in itertools.chain(in_memory, over_sockets):
        tally.add_expected(program, leniencies.problems(program, trace))


KINDS = {
    "hand": run_hand_written,
    "leniencies": run_leniencies,
    "messages": lambda chosen, ours, tally: compare(header_blocks(chosen.seed, chosen.messages), ours, tally),
    "generated": lambda chosen, ours, tally: compare(
        generated(chosen.seed, chosen.first, chosen.programs, chosen.seconds), ours, tally),
}

if __name__ == "__main__":
    sys.exit(main())
