"""The bodies of replies, and the fields that say where they end: ordinary ones, and those that parsers read in different ways."""
from words import BLANKS, SPECIAL, below, data, pick

SMALL = [0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 33, 50, 64, 100]
CHUNK_COUNTS = [0, 1, 1, 1, 2, 2, 2, 3, 3, 5]
LARGER = [8192, 16383, 16384, 16385, 32768, 50_000, 65_535, 65_536, 65_537, 131_072]
LARGE = [255, 256, 1000, 4096, 8191, 8192, 8193, 16384, 20000]
HUGE = ["99999", "2147483647", "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551621", "1" + "0" * 30]
HUGE_CHUNKS = ["7fffffff", "ffffffff", "7fffffffffffffff", "8000000000000000", "10000000000000005", "f" * 24]

# {} stands for the length; the second column says whether Python reads that length out of it.
LENGTH_SPELLINGS = [
    ("+{}", True), ("0{}", True), ("000{}", True), (" {}", True), ("{} ", True), ("\t{}\t", True), ("\xa0{}", True), ("{}\x0b", True),
    ("{}\x1c", True),
    ("{}\x85", True), ("\x00{}", False), ("-{}", False), ("0x{}", False), ("{}.0", False), ("{}, {}", False), ("{},", False), ("{};",
    False), ("{}a", False),
    ("", False), (" ", False), ("+ {}", False), ("\xb2", False), ("_{}", False), ("{}_", False), ("--{}", False), ("\xd9\xa3", False),
    ("{}e0", False),
    ("\r\n {}", True), ("{}\r\n ", True), ("1_0", True), ("0_0", True), ("1__0", False), ("-0", True), ("-1", False),
]
CODINGS = [
    "Chunked", "CHUNKED", "chunked ", " chunked", "chunked\t", "\tchunked", "chunked,", ",chunked", "gzip, chunked", "chunked, gzip",
    "chunked, chunked",
    "identity", "gzip", "xchunked", "chunked;q=1", "\"chunked\"", "\x0bchunked", "chunked\xa0", "\r\n chunked", "", "chun ked",
    "chunked\x00",
]
CLOSING = [
    "close", "Close", "closeness", "disclosed", "keep-alive, close", "close, TE", "upgrade", "keep-alive", "Keep-Alive", "", "clo se",
    "not-keep-alive",
]
LENGTH_NAMES = ["Content-Length"] * 8 + ["content-length", "CONTENT-LENGTH"]
CODING_NAMES = ["Transfer-Encoding"] * 8 + ["transfer-encoding", "TRANSFER-ENCODING"]

# Spellings of a chunk's size; # stands for it in hexadecimal digits. Each is followed by CRLF.
SIZE_SPELLINGS = [
    "0x#", "0X#", "+#", "0#", "00000000000000000000#", " #", "# ", "\t#", "#\t", "0_#", "_#", "#_", "-#", "--#", "#;a", "#;a=b",
    "#;a=\"b;c\"", "# ;a", "#; ",
    "#\xa0", "\x85#", "\x0b#", "\x1c#", "#\x00", "0x", "", " ", ";", "g", "#g", "# #", "+", "0x_#", "0b1", "#;\x00", "#;\r", "#\r", "\xb2",
    "-0", "+0", "0x0", "#h",
]
TRAILERS = [
    "A: b", "X-Checksum: 0", "Content-Length: 3", "nocolon", "", " folded", "A:", ":", "\x00", "A: b\rC: d", "Transfer-Encoding: chunked",
    "\xe9: \xff",
]


class Body:
    """Fields of framing, the bytes behind the head, how much can be read of them, where chunks end, and whether the connection is kept."""

    __slots__ = ("fields", "text", "length", "keeps", "marks")

    def __init__(self, fields, text, length, keeps, marks=()):
        self.fields, self.text, self.length, self.keeps, self.marks = fields, text, length, keeps, marks


def size(rng):
    """How long a body is."""
    if rng.random() < 0.006:
        return pick(rng, LARGER) if rng.random() < 0.5 else 10_000 + below(rng, 190_000)
    return pick(rng, LARGE) if rng.random() < 0.04 else pick(rng, SMALL)


def sized(rng):
    count = size(rng)
    return Body([f"{pick(rng, LENGTH_NAMES)}: {count}"], data(rng, count), count, True)


def to_the_end(rng):
    count = size(rng)
    return Body([], data(rng, count), count, False)


def chunk_sizes(rng):
    sizes = [1 + below(rng, 20) for _ in range(pick(rng, CHUNK_COUNTS))]
    if rng.random() < 0.04:
        sizes.append(size(rng) if rng.random() < 0.2 else pick(rng, LARGE))
    return sizes


def last_chunk(rng, is_odd):
    """The last chunk and the trailer section."""
    lot = rng.random()
    if not is_odd or lot < 0.3:
        return "0\r\n\r\n" if lot > 0.06 else "0\r\nA: b\r\nX-Checksum: 0\r\n\r\n"
    size_line = pick(rng, ["0", "0", "00", "000", "0;a=b", "+0", "-0", "0x0", " 0 ", "0_0"])
    if lot < 0.6:
        trailers = [pick(rng, TRAILERS) for _ in range(1 + below(rng, 3))]
        return size_line + "\r\n" + "\r\n".join(trailers) + pick(rng, ["\r\n\r\n", "\n\n", "\r\n", ""])
    if lot < 0.67:
        return size_line + "\r\n" + "A: b\r\n" * (98 + below(rng, 5)) + "\r\n"
    return size_line + pick(rng, ["\r\n", "", "\n\n", "\n\r\n", "\r", "\r\n\r", "\r\r\n\r\n", "\r\nXX"])


def odd_chunk(rng, content):
    """A chunk that some parsers take for another."""
    digits = f"{len(content):x}"
    lot = rng.random()
    if lot < 0.5:
        return pick(rng, SIZE_SPELLINGS).replace("#", digits) + "\r\n" + content + "\r\n"
    if lot < 0.6:
        return digits + pick(rng, ["\n", "\r", "", "\r\r\n", "\n\n", "\r\n\r\n"]) + content + "\r\n"
    if lot < 0.85:
        return digits + "\r\n" + content + pick(rng, ["", "\n", "XX", "X", "\r", "\n\r", "\r\n\r\n", "YYY", "\r\r\n", "0\r\n"])
    if lot < 0.93:
        extension = ";" + "x" * below(rng, 60) + pick(rng, SPECIAL)
        return digits.upper().rjust(1 + below(rng, 20), "0") + extension + "\r\n" + content + "\r\n"
    return pick(rng, HUGE_CHUNKS) + "\r\n" + content + "\r\n"


def chunked_text(rng, is_odd):
    """A body in chunks: its bytes, how much content it has, and the offsets in the content where chunks end."""
    sizes = chunk_sizes(rng)
    wrong = below(rng, len(sizes) + 1) if is_odd else -1
    parts, marks, total = [], [], 0
    for number, count in enumerate(sizes):
        content = data(rng, count)
        parts.append(odd_chunk(rng, content) if number == wrong else f"{count:x}\r\n{content}\r\n")
        total += count
        marks.append(total)
    parts.append(last_chunk(rng, wrong == len(sizes)))
    return "".join(parts), total, marks


def chunked(rng, odd_rate=0.3):
    text, total, marks = chunked_text(rng, rng.random() < odd_rate)
    return Body([f"{pick(rng, CODING_NAMES)}: chunked"], text, total, True, marks)


def oddly_sized(rng):
    """A length that is wrong, or oddly spelled, or there more than once."""
    count = pick(rng, SMALL)
    text = data(rng, count)
    lot = rng.random()
    if lot < 0.25:
        wrong = max(0, count + pick(rng, [-5, -2, -1, 1, 2, 5, 30]))
        return Body([f"Content-Length: {wrong}"], text, wrong, True)
    if lot < 0.65:
        spelling, is_read = pick(rng, LENGTH_SPELLINGS)
        return Body(["Content-Length: " + spelling.replace("{}", str(count))], text, count, is_read)
    if lot < 0.9:
        other = pick(rng, [count, count, count + 1, 0, "abc", "", -1])
        fields = [f"Content-Length: {count}", f"{pick(rng, LENGTH_NAMES)}: {other}"]
        if rng.random() < 0.5:
            fields.reverse()
        return Body(fields, text, count, True)
    return Body([f"Content-Length: {pick(rng, HUGE)}"], text, count, True)


def oddly_coded(rng):
    """Transfer codings that are no plain `chunked`, or come with a length."""
    text, total, marks = chunked_text(rng, rng.random() < 0.1)
    lot = rng.random()
    if lot < 0.5:
        coding = pick(rng, CODINGS)
        keeps = coding.lower().lstrip(" \t") == "chunked"
        return Body([f"Transfer-Encoding: {coding}"], text, total if keeps else len(text), keeps, marks)
    if lot < 0.75:
        first, second = pick(rng, ["chunked", "gzip", "identity", "Chunked"]), pick(rng, ["chunked", "gzip", ""])
        fields = [f"Transfer-Encoding: {first}", f"Transfer-Encoding: {second}"]
        return Body(fields, text, total, "hunked" in fields[0], marks)
    length, coding = pick(rng, [total, len(text), 0, 1]), pick(rng, ["chunked", "chunked", "gzip", "CHUNKED"])
    fields = [f"Content-Length: {length}", f"Transfer-Encoding: {coding}"]
    if rng.random() < 0.5:
        fields.reverse()
    return Body(fields, text, total, True, marks)


def oddly_closing(rng):
    """A body whose head says something about the connection."""
    body = sized(rng) if rng.random() < 0.7 else chunked(rng, 0)
    value = pick(rng, CLOSING)
    body.fields.append(f"{pick(rng, ['Connection', 'Connection', 'connection', 'Keep-Alive', 'Proxy-Connection'])}: {value}")
    if "close" in body.fields[-1].lower() and body.fields[-1][0] in "cC":
        body.keeps = False
    if rng.random() < 0.3:
        body.fields.append(f"Connection: {pick(rng, CLOSING)}{pick(rng, ['', '', pick(rng, BLANKS)])}")
    return body


ORDINARY = [sized] * 9 + [chunked] * 6 + [to_the_end] * 3
ODD = [oddly_sized] * 4 + [oddly_coded] * 3 + [oddly_closing] * 3
