"""Counts what came of the programs, and shows what nothing explains."""
import collections
import json

import amended
import comparison
import rows
import shrink


class Tally:
    def __init__(self, shown, ours):
        self.shown = shown
        self.ours = ours
        self.programs = 0
        self.kinds = collections.Counter()
        self.rows = collections.Counter()
        self.amendments = collections.Counter()
        self.differences = []

    def add(self, program, verdict):
        if "issue" in program and verdict.kind == "same":
            print(f"never copied, and yet the same on both sides: {program['name']}")
            verdict.kind = "different"
        self.programs += 1
        self.kinds[verdict.kind] += 1
        self.rows.update(rows.reached(program, verdict.stock))
        self.amendments.update(verdict.amendments)
        if verdict.kind == "different":
            self.differences.append(program)
            if "issue" not in program and len(self.differences) <= self.shown:
                self.show(program)

    def add_expected(self, program, problems):
        self.programs += 1
        self.rows.update(program.get("rows", []))
        self.kinds["different" if problems else "as expected"] += 1
        if problems:
            self.differences.append(program)
            print(f"{program['name']}:", *problems, sep="\n  ")

    def show(self, program):
        """The smallest program that still shows a difference, and where it does."""
        smallest = program if program.get("loopback") else shrink.shrink(program, self.differs)
        verdict = comparison.verdict(smallest, self.ours.trace(smallest))
        print(f"\nunexplained: {program['name']}\n{json.dumps(smallest)}\n{comparison.first_difference(smallest, verdict)}", flush=True)

    def differs(self, program):
        return comparison.verdict(program, self.ours.trace(program)).kind == "different"

    def finish(self, is_whole):
        """Prints the tables. 0 when everything is explained and, in a whole run, each row was reached and each amendment called upon."""
        self.print_rows()
        self.print_amendments()
        unreached = [row for row, can_be in rows.all_rows().items() if can_be and not self.rows[row]] if is_whole else []
        unused = sorted(amended.AMENDMENTS - set(self.amendments)) if is_whole else []
        print(f"\n{self.programs:,} programs: " + ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.kinds.items())))
        if unreached:
            print("rows that no program has reached: " + " ".join(unreached))
        if unused:
            print("amendments that no program has called upon: " + " ".join(unused))
        print(f"parity: {len(self.differences)} unexplained differences")
        return 1 if self.differences or unreached or unused else 0

    def print_rows(self):
        print("\nprograms that reached each row of docs/parity.md:")
        cells = [f"{row} {self.rows[row]:,}" if can_be else f"{row} left out" for row, can_be in rows.all_rows().items()]
        width = max(map(len, cells)) + 2
        for start in range(0, len(cells), 6):
            print("  " + "".join(cell.ljust(width) for cell in cells[start : start + 6]).rstrip())

    def print_amendments(self):
        print("\nprograms that differ, by the known differences that were called upon in them (the amendments of docs/parity.md);\n"
              "one that called upon several is counted at each:")
        for name, count in sorted(self.amendments.items()):
            print(f"  {name:24}{count:>10,}")
