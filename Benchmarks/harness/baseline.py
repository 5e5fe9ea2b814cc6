"""Compares counts, and the memory of idle connections, with those kept in Benchmarks/baseline.json."""

import json

from .shell import BENCHMARKS, first_line

PATH = BENCHMARKS / "baseline.json"
# By how much each group of figures may be worse. Memory comes in pages, and where the allocator puts things differs by a few percent. What
# goes from thread to thread finds the other one awake or parked, which depends on the load.
TOLERANCES = {"counts": 0.03, "hops": 0.10, "memory": 0.10, "nio": 0.10}
# By how many bytes it may be worse in any case. Between builds, the allocator leaves freed buffers where the next connection can't use
# them: figures after large bodies differed by up to 20 KB. A connection that keeps a buffer of 64 KiB is still found.
SLACK = {"counts": 0, "hops": 0, "memory": 49_152, "nio": 0}


def write(groups):
    # What was not counted this time stays.
    kept = json.loads(PATH.read_text()) if PATH.exists() else {}
    groups = {group: kept[group] for group in TOLERANCES if group in kept} | groups
    content = {"made-with": {"swift": first_line("swift", "--version"), "valgrind": first_line("valgrind", "--version")}} | groups
    PATH.write_text(json.dumps(content, indent=2) + "\n")


def judge(now, kept, tolerance, slack=0):
    if kept is None:
        return "is not in the baseline", False
    change = (now - kept) / kept if kept else float(now > 0)
    if change > tolerance and now - kept > slack:
        return f"{change:+.1%}: WORSE", False
    if change < -tolerance:
        return f"{change:+.1%}: better; keep it so with Scripts/bench --write-baseline", True
    return f"{change:+.1%}", True


def check_group(now, kept, tolerance, slack):
    """Prints each figure beside its baseline; whether none is worse by more than the tolerance."""
    holds = True
    width = max(map(len, now))
    for name, value in now.items():
        words, good = judge(value, kept.get(name), tolerance, slack)
        print(f"{name:<{width}} {value:>12,.2f} {kept.get(name, 0):>12,.2f}  {words}")
        holds = holds and good
    for name in kept.keys() - now.keys():
        print(f"{name}: in the baseline and not counted")
        holds = False
    return holds


def check(groups):
    """Prints all figures beside the baseline's; whether none is worse by more than its group's tolerance."""
    if not PATH.exists():
        print(f"there is no {PATH.name}; Scripts/bench --write-baseline writes it")
        return False
    kept = json.loads(PATH.read_text())
    # Not all() of a generator: it would end at the first group that fails, and print no other.
    results = [check_group(now, kept.get(group, {}), TOLERANCES[group], SLACK[group]) for group, now in groups.items()]
    bounds = ", ".join(f"{group} {tolerance:.0%}" for group, tolerance in TOLERANCES.items())
    print("bench --check: " + ("the counts hold" if all(results) else f"FAILED: worse by more than allowed ({bounds}), or not comparable"))
    return all(results)


# What is counted, what was, by how much it may be worse, and whether that passes.
CASES = [
    (100, 100, 0.03, True), (103, 100, 0.03, True), (103.1, 100, 0.03, False), (97, 100, 0.03, True), (50, 100, 0.03, True),
    (7, 6, 0.03, False), (6, 6, 0.03, True), (0, 0, 0.03, True), (1, 0, 0.03, False), (100, None, 0.03, False),
    (109, 100, 0.10, True), (111, 100, 0.10, False), (80, 100, 0.10, True), (100, None, 0.10, False),
]


def self_test():
    """Shows that a figure that is worse by more than the tolerance fails, and that no other does."""
    wrong = [case for case in CASES if judge(*case[:3])[1] != case[3]]
    for now, kept, tolerance, good in wrong:
        print(f"bench --self-test: {now} beside {kept} should {'pass' if good else 'fail'} within {tolerance:.0%}")
    print(f"bench --self-test: {len(CASES) - len(wrong)} of {len(CASES)} cases judged rightly")
    return not wrong
