"""Programs for HTTPWire alone: what `.default` and the members of `ParsingLeniency` decide."""


def problems(program, trace):
    """What of a program's expectations has not come true."""
    if "steps" not in trace:
        return [str(trace)]
    expected = program["expect"]
    return [
        f"step {len(trace['steps']) - len(expected) + number}: expected {wanted}, had {had}"
        for number, (wanted, had) in enumerate(zip(expected, trace["steps"][-len(expected) :]))
        if not is_met(wanted, had)
    ]


def is_met(wanted, had):
    if "error" in wanted:
        return had.get("error", {}).get("type") == wanted["error"]
    return "ok" in had and matches(wanted["ok"], had["ok"])


def matches(wanted, had):
    """Of an object, only the keys that are named have to be equal."""
    if isinstance(wanted, dict) and isinstance(had, dict):
        return all(key in had and matches(value, had[key]) for key, value in wanted.items())
    return wanted == had
