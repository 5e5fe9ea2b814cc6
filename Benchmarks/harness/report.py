"""The table of all figures, as text for a terminal or as Markdown, and the small one of README.md."""

VERDICTS = {True: "met", False: "NOT MET", None: "not measured"}


def number(value):
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def value_text(row):
    value = row.get("value")
    if value is None and "each" in row:
        return f"{row['each']['median'] * 1e6:.2f} µs each"
    if value is None and "took" in row:
        return f"{row['took']['median'] * 1e3:.0f} ms"
    if value is None:
        return "failed" if row.get("failed") else ""
    unit = {"MB": " MB", "KB": " KB", "s": " s"}.get(row["kind"], "")
    if row["kind"] != "ratio":
        return number(value["median"]) + unit
    return f"{value['median']:.3f} ({value['min']:.3f} to {value['max']:.3f})"


def peer_text(row, name):
    if name in row.get("failed", {}):
        return "failed"
    value = row.get("peers", {}).get(name)
    if value is None:
        return ""
    return number(value["median"]) if row["kind"] != "ratio" else f"{value['median']:.2f}×"


def load_text(row):
    loads = row.get("loads", [])
    return f"{min(loads):.1f} to {max(loads):.1f}" if loads else ""


def peer_names(rows):
    names = []
    for row in rows:
        names += [name for name in [*row.get("peers", {}), *row.get("failed", {})] if name not in names and name != "HTTPWire"]
    return sorted(names, key=lambda name: name != "floor")


def cells(rows):
    names = peer_names(rows)
    lines = [["work", "goal", "HTTPWire", "goal is", "load", *names]]
    for row in rows:
        own = [row["title"], row["goal"], value_text(row), VERDICTS[row["met"]], load_text(row)]
        lines.append(own + [peer_text(row, name) for name in names])
    return lines


# The columns before those of the peers, which are words and not numbers.
OWN_COLUMNS = 5

# The few works of README.md's table, and what its columns are called.
README_WORKS = {
    "requests": "GET", "download": "download", "chunked": "download in chunks", "tls-requests": "GET over TLS",
    "tls-download": "download over TLS", "get-instructions": "instructions of a GET",
}


def readme_table(rows):
    """One row for each client. A ratio is how many times as fast HTTPWire is."""
    rows = [row for name in README_WORKS for row in rows if row["work"] == name]
    lines = [["client", *(README_WORKS[row["work"]] for row in rows)]]
    lines.append(["HTTPWire", *("1×" if row["kind"] == "ratio" else value_text(row) for row in rows)])
    for name in peer_names(rows):
        title = "a bare loop" if name == "floor" else name
        lines.append([title, *(peer_text(row, name) or own_ratio(row, name) for row in rows)])
    return markdown(lines, 1)


def own_ratio(row, name):
    """The ratio to the floor, which stands in a row as HTTPWire's own figure."""
    if name != "floor" or row["kind"] != "ratio" or "value" not in row:
        return ""
    return f"{row['value']['median']:.2f}×"


def markdown(lines, words):
    rule = ["---"] * words + ["--:"] * (len(lines[0]) - words)
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]])


EXPLANATION = (
    "HTTPWire: its speed as a ratio to the floor's (to curl's for `httpwire`), median (least to most); otherwise the figure itself. "
    "Peers: × is how many times as fast as the peer HTTPWire is; without ×, the peer's own figure. "
    "Load: the machine's 1-minute average while the work ran, this measurement's own processes included."
)


def text(lines, words):
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    out = []
    for line in lines:
        padded = [cell.ljust(width) for cell, width in zip(line[:words], widths)]
        padded += [cell.rjust(width) for cell, width in zip(line[words:], widths[words:])]
        out.append("  ".join(padded).rstrip())
    out.insert(1, "-" * max(map(len, out)))
    return "\n".join(out)


# The columns of the awaited works that are words: the work, its goal, whether it is met, the load.
AWAITED_COLUMNS = 4


def awaited_verdict(row):
    if not row["goal"]:
        return ""
    return VERDICTS[row["met"]] + (": " + ", ".join(row["missed"]) if row["missed"] else "")


def awaited_cells(rows, columns):
    lines = [["awaited work", "goal of ours", "goal is", "load", *columns]]
    for row in rows:
        title = row["title"] + (f", {row['unit']}" if row["unit"] else "")
        figures = ["failed" if name in row["failed"] else awaited_figure(row, name) for name in columns]
        lines.append([title, row["goal"], awaited_verdict(row), load_text(row), *figures])
    return lines


def awaited_figure(row, name):
    return number(row["values"][name]["median"]) if name in row["values"] else ""


def notes(result):
    out = [EXPLANATION]
    out += [f"left out: {name}: {why}" for name, why in result["left_out"].items()]
    for row in result["rows"] + result.get("awaited", []):
        out += [f"failed: {row['work']}: {name}: {why}" for name, why in row.get("failed", {}).items()]
        if "note" in row:
            out.append(f"{row['title']}: {row['note']}")
    if result["scale"] != 1:
        out.append(f"transfers scaled by {result['scale']:g}, so these are not the figures to quote")
    with_goal = result["rows"] + [row for row in result.get("awaited", []) if row["goal"]]
    met = sum(row["met"] is True for row in with_goal)
    out.append(f"{met} of {len(with_goal)} goals met; {result['pairs']} pairs; {result['about']['processor']}")
    out.append(f"load {result['about']['load']:.2f} at the start, {result['about']['cores']} cores")
    return out
