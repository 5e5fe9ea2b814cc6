"""The table of all figures, as text for a terminal or as Markdown."""

VERDICTS = {True: "met", False: "NOT MET", None: "not measured"}


def number(value):
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def value_text(row):
    value = row.get("value")
    if value is None and "each" in row:
        return f"{row['each']['median'] * 1e6:.2f} µs each"
    if value is None:
        return "failed" if row.get("failed") else ""
    unit = {"MB": " MB", "s": " s"}.get(row["kind"], "")
    if row["kind"] != "ratio":
        return number(value["median"]) + unit
    return f"{value['median']:.3f} ({value['min']:.3f} to {value['max']:.3f})"


def peer_text(row, name):
    if name in row.get("failed", {}):
        return "failed"
    value = row.get("peers", {}).get(name)
    if value is None:
        return ""
    return number(value["median"]) if row["kind"] == "count" else f"{value['median']:.2f}×"


def peer_names(rows):
    names = []
    for row in rows:
        names += [name for name in [*row.get("peers", {}), *row.get("failed", {})] if name not in names and name != "HTTPWire"]
    return sorted(names, key=lambda name: name != "floor")


def cells(rows):
    names = peer_names(rows)
    lines = [["work", "goal", "HTTPWire", "goal is", *names]]
    for row in rows:
        lines.append([row["title"], row["goal"], value_text(row), VERDICTS[row["met"]], *[peer_text(row, name) for name in names]])
    return lines


EXPLANATION = (
    "HTTPWire: its speed as a ratio to the floor's (to curl's for `httpwire URL`), median (least to most); otherwise the figure itself. "
    "Peers: × is how many times as fast as the peer HTTPWire is; without ×, the peer's own figure."
)


def text_table(rows):
    lines = cells(rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    out = []
    for line in lines:
        padded = [cell.ljust(width) if column < 4 else cell.rjust(width) for column, (cell, width) in enumerate(zip(line, widths))]
        out.append("  ".join(padded).rstrip())
    out.insert(1, "-" * max(map(len, out)))
    return "\n".join(out)


def markdown_table(rows):
    lines = cells(rows)
    rule = ["---"] * 4 + ["--:"] * (len(lines[0]) - 4)
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]])


def notes(result):
    out = [EXPLANATION]
    out += [f"left out: {name}: {why}" for name, why in result["left_out"].items()]
    for row in result["rows"]:
        out += [f"failed: {row['work']}: {name}: {why}" for name, why in row.get("failed", {}).items()]
        if "note" in row:
            out.append(f"{row['title']}: {row['note']}")
    if result["scale"] != 1:
        out.append(f"transfers scaled by {result['scale']:g}, so these are not the figures to quote")
    met = sum(row["met"] is True for row in result["rows"])
    out.append(f"{met} of {len(result['rows'])} goals met; {result['pairs']} pairs; {result['about']['processor']}")
    return out
