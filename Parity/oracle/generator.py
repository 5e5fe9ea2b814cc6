"""Programs out of a seed and a number: `generate(seed, index)` gives the same program each time.

Scripts/parity runs them through both sides. A program is of one of the families of families.py; script.py keeps it from
being nonsense as a whole.
"""
import random

from families import FAMILIES
from script import Script
from words import below, pick

# What a connection finds that was not foreseen.
SPARE = {"exchanges": [["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nspare"]] * 2, "end": "close"}


def generate(seed, index):
    """The program of this number."""
    rng = random.Random(f"{seed}/{index}")
    most = 2 + below(rng, 13) if rng.random() < 0.2 else 5 + below(rng, 10)
    script = Script(rng, most, pick(rng, [0.3, 1.0, 1.0, 1.0, 1.6]))
    name = f"seed {seed} program {index}"
    family = pick(rng, FAMILIES)
    family(script)
    script.peer += [SPARE] * pick(rng, [0, 0, 1, 1, 1, 2])
    return {"name": name, "peer": script.peer, "steps": script.steps}
