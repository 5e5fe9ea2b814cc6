"""What becomes of a program: the same on both sides, different for reasons that are known, or just different."""
import dataclasses

import amended
import interpreter


@dataclasses.dataclass
class Verdict:
    """`kind` is "same", "known" (with the amendments that were called upon) or "different"."""

    kind: str
    amendments: frozenset
    stock: dict
    expected: dict
    ours: dict


def verdict(program, ours):
    stock = interpreter.run(program)
    if stock == ours:
        return Verdict("same", frozenset(), stock, stock, ours)
    classes = amended.Amended()
    expected = amended.run(program, classes)
    kind = "known" if expected == ours and classes.used else "different"
    return Verdict(kind, frozenset(classes.used), stock, expected, ours)


def first_difference(program, verdict):
    """Where and how two traces part, in words."""
    if "steps" not in verdict.ours:
        return f"  HTTPWire: {verdict.ours}"
    for number, step in enumerate(program["steps"]):
        sides = [trace["steps"][number] for trace in (verdict.stock, verdict.expected, verdict.ours)]
        if sides[1] != sides[2]:
            keys = [key for key in sorted(set().union(*sides)) if sides[1].get(key) != sides[2].get(key)]
            lines = [f"  step {number}, {step['op']}:"]
            for name, side in zip(("CPython", "expected", "HTTPWire"), sides):
                lines.append(f"    {name:9}" + ", ".join(f"{key} = {side.get(key)!r}" for key in keys))
            return "\n".join(lines)
    return "  no step differs"
