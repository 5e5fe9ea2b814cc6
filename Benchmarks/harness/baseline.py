"""Compares counts with those kept in Benchmarks/baseline.json."""

import json

from .shell import BENCHMARKS, first_line

PATH = BENCHMARKS / "baseline.json"
TOLERANCE = 0.03


def write(counts):
    content = {"made-with": {"swift": first_line("swift", "--version"), "valgrind": first_line("valgrind", "--version")}, "counts": counts}
    PATH.write_text(json.dumps(content, indent=2) + "\n")


def judge(now, kept):
    if kept is None:
        return "is not in the baseline", False
    change = (now - kept) / kept if kept else float(now > 0)
    if change > TOLERANCE:
        return f"{change:+.1%}: WORSE", False
    if change < -TOLERANCE:
        return f"{change:+.1%}: better; keep it so with Scripts/bench --write-baseline", True
    return f"{change:+.1%}", True


def check(counts):
    """Prints each count beside its baseline; whether none is worse by more than the tolerance."""
    if not PATH.exists():
        print(f"there is no {PATH.name}; Scripts/bench --write-baseline writes it")
        return False
    kept = json.loads(PATH.read_text())["counts"]
    holds = True
    width = max(map(len, counts))
    for name, now in counts.items():
        words, good = judge(now, kept.get(name))
        print(f"{name:<{width}} {now:>12,.2f} {kept.get(name, 0):>12,.2f}  {words}")
        holds = holds and good
    for name in kept.keys() - counts.keys():
        print(f"{name}: in the baseline and not counted")
        holds = False
    print("bench --check: " + ("the counts hold" if holds else f"FAILED: more than {TOLERANCE:.0%} worse, or not comparable"))
    return holds


# What is counted, what was, and whether that passes.
CASES = [
    (100, 100, True), (103, 100, True), (103.1, 100, False), (97, 100, True), (50, 100, True), (7, 6, False), (6, 6, True),
    (0, 0, True), (1, 0, False), (100, None, False),
]


def self_test():
    """Shows that a count that is worse by more than the tolerance fails, and that no other does."""
    wrong = [case for case in CASES if judge(*case[:2])[1] != case[2]]
    for now, kept, good in wrong:
        print(f"bench --self-test: {now} beside {kept} should {'pass' if good else 'fail'}")
    print(f"bench --self-test: {len(CASES) - len(wrong)} of {len(CASES)} cases judged rightly")
    return not wrong
