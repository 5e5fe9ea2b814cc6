"""Draws the works that have a floor as an SVG: for each the floor at 1, the goal, HTTPWire with its spread, and the peers. It has no
background, and its colours change with the reader's colour scheme."""

from xml.sax.saxutils import escape

LEFT, RIGHT, TOP, ROW, WIDTH = 290, 30, 74, 30, 900
HIGHEST = 1.2
# Peers differ in shape as well as in colour.
PEERS = {
    "libcurl": ("#0072b2", "square"), "CPython": ("#e69f00", "triangle"), "URLSession": ("#cc79a7", "diamond"),
    "AsyncHTTPClient": ("#009e73", "cross"), "Go": ("#56b4e9", "square"), "ureq": ("#d55e00", "turned"),
}
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .small { font-size: 11px } .line { stroke: #8c959f } .faint { stroke: #8c959f; stroke-opacity: .35 }
  .own { fill: #cf222e } .whisker { stroke: #cf222e; stroke-width: 2 } .goal { stroke: #1f2328; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .own { fill: #ff7b72 } .whisker { stroke: #ff7b72 } .goal { stroke: #e6edf3 }
  }
"""


def x_of(ratio):
    return LEFT + min(ratio, HIGHEST) / HIGHEST * (WIDTH - LEFT - RIGHT)


def shape(kind, x, y, colour):
    match kind:
        case "square":
            return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
        case "triangle":
            path = f"M{x:.1f} {y - 5:.1f} l5 9 h-10 z"
        case "turned":
            path = f"M{x:.1f} {y + 5:.1f} l5 -9 h-10 z"
        case "diamond":
            path = f"M{x:.1f} {y - 6:.1f} l6 6 l-6 6 l-6 -6 z"
        case _:
            return f'<path d="M{x - 4:.1f} {y - 4:.1f} l8 8 m0 -8 l-8 8" stroke="{colour}" stroke-width="2.5" fill="none"/>'
    return f'<path d="{path}" fill="{colour}"/>'


def text(x, y, words, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(words)}</text>'


def line(kind, x1, y1, x2, y2):
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def legend(names):
    out = [f'<circle class="own" cx="{LEFT}" cy="18" r="5"/>', text(LEFT + 10, 22, "HTTPWire"), line("goal", LEFT + 88, 12, LEFT + 88, 24),
           text(LEFT + 96, 22, "goal"), line("whisker", LEFT + 144, 18, LEFT + 168, 18), text(LEFT + 174, 22, "least to most")]
    x = LEFT
    for name in names:
        colour, kind = PEERS[name]
        out += [shape(kind, x, 42, colour), text(x + 10, 46, name, kind="small")]
        x += 34 + 6.6 * len(name)
    return out


def axis(bottom):
    out = []
    for tenth in range(0, int(HIGHEST * 10) + 1, 2):
        x = x_of(tenth / 10)
        out.append(line("line" if tenth == 10 else "faint", x, TOP - 8, x, bottom))
        out.append(text(x, bottom + 16, "floor" if tenth == 10 else f"{tenth / 10:.1f}", "middle", "small"))
    return out


def draw_row(row, goal, y):
    value = row["value"]
    out = [text(LEFT - 14, y + 4, row["title"], "end")]
    for name, ratio in row.get("peers-to-floor", {}).items():
        colour, kind = PEERS[name]
        out.append(shape(kind, x_of(ratio["median"]), y, colour))
    out.append(line("goal", x_of(goal), y - 9, x_of(goal), y + 9))
    out.append(line("whisker", x_of(value["min"]), y, x_of(value["max"]), y))
    out.append(f'<circle class="own" cx="{x_of(value["median"]):.1f}" cy="{y}" r="5"/>')
    return out


def draw(result, goals):
    """The SVG of all rows whose work has a floor; `goals` are what the works must reach."""
    rows = [row for row in result["rows"] if "value" in row and row["work"] in goals]
    names = [name for name in PEERS if any(name in row.get("peers-to-floor", {}) for row in rows)]
    bottom = TOP + ROW * len(rows)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 44}" role="img" '
           'aria-label="Speed of HTTPWire and of other clients as a ratio to a bare loop">', f"<style>{STYLE}</style>"]
    out += legend(names) + axis(bottom)
    for number, row in enumerate(rows):
        out += draw_row(row, goals[row["work"]], TOP + ROW * number + ROW // 2)
    caption = "speed as a ratio to a bare loop of system calls (TLS: of OpenSSL); what is above 1.2 stands at the edge"
    out.append(text((LEFT + WIDTH - RIGHT) / 2, bottom + 36, caption, "middle", "small"))
    return "\n".join([*out, "</svg>", ""])
