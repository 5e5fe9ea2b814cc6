"""What is done to the bytes of a reply: bytes changed at random, and the whole cut into the pieces that receiving brings."""
from words import SPECIAL, below, pick

# As much as Python's buffered reader asks for, which brings the same to both sides.
LARGEST_PIECE = 8192
# Pieces of large replies, which come in parts that depend on who receives them.
LARGE_PIECES = [8192, 16384, 20_000, 50_000]
LARGE = 25_000


def mutated(rng, text):
    """A text with one to three places inserted, deleted, replaced or doubled."""
    for _ in range(1 if rng.random() < 0.7 else 1 + below(rng, 3)):
        place = below(rng, len(text) + 1)
        lot = rng.random()
        if lot < 0.35:
            text = text[:place] + pick(rng, SPECIAL) + text[place:]
        elif lot < 0.6:
            text = text[:place] + text[place + 1 + below(rng, 3) :]
        elif lot < 0.85:
            text = text[:place] + pick(rng, SPECIAL) + text[place + 1 :]
        else:
            end = place + 1 + below(rng, 20)
            text = text[:end] + text[place:]
    return text


def limited(pieces, most=LARGEST_PIECE):
    """The pieces that are not empty, cut so that each fits the buffer."""
    found = []
    for piece in pieces:
        if len(piece) <= most:
            if piece:
                found.append(piece)
        else:
            found += [piece[start : start + most] for start in range(0, len(piece), most)]
    return found


def pieces(rng, text, head):
    """A reply as a list of pieces. `head` is where its head ends."""
    lot = rng.random()
    if len(text) > LARGE:
        return limited([text] if lot < 0.5 else [text[:head], text[head:]], pick(rng, LARGE_PIECES))
    if lot < 0.4:
        return limited([text])
    if lot < 0.6:
        return limited([text[:head], text[head:]])
    if lot < 0.72:
        return limited(cut_at_line_feeds(text))
    if lot < 0.8 and len(text) < 200:
        return list(text)
    if lot < 0.84:
        return limited([text[:-1], text[-1:]])
    cuts = sorted([below(rng, len(text) + 1) for _ in range(1 + below(rng, 4))])
    return limited([text[start:end] for start, end in zip([0] + cuts, cuts + [len(text)])])


def cut_at_line_feeds(text):
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + lines[-1:]
