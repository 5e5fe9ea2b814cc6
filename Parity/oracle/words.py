"""The words that generated programs are made of: tables of ordinary and of odd texts, and how one is drawn from them.

What is drawn more often stands in a table of its own, or more than once.
"""

# Characters that some function of Python takes for a blank, a line end or a digit, and others do not.
BLANKS = ["\t", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", " ", "\x85", "\xa0"]
SPECIAL = BLANKS + [
    "\x00", "\x01", "\x7f", "\x80", "\xb2", "\xe9", "\xff", "\r\n", "\r\n\r\n", "\r\n ", "0", "9", "-", "+", "_", ":", ";", ",", "/", ".",
]

METHODS = ["GET"] * 8 + ["POST"] * 4 + ["HEAD"] * 2 + ["PUT"] * 2 + ["DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"]
ODD_METHODS = [
    "get", "post", "Put", "pAtCh", "head", "connect", "FOO", "M-SEARCH", "", "G ET", "GET ", " GET", "A" * 40, "GET\x7f", "a:b", "(", "0",
]
BAD_METHODS = ["GET\t", "GE\x00T", "GET\r\n", "GET\x1f", "GÉT", "ГЕТ", "GET\x85", "GET\u2028"]

URLS = ["/", "/index.html", "/a/b?c=d&e", "/%20x", "/~user/;p=1", "/a//b/../c"]
ODD_URLS = [
    "", "*", "a", "?q", "/#f", "/a#f?g", "//h/p", "/a%", "/a|b\\c\"<>{}^`", "http://h/", "http://h:80/p", "http://h:8080/p?q",
    "https://other:443/", "http://user:pw@h/p", "http://[::1]/", "http://[::1]:81/p", "http://[fe80::1%25eth0]/p",
    "http://[fe80::1%eth0]:8080/",
    "HTTP://h/", "http:/p", "http:p", "http", "httpx://h/p", "http://", "http:///p", "http://h?q", "http://h#f", "http://h:/",
    "http://u@:80/",
    "ftp://h/p", "h:443", "[::1]:443", "h", "http://a,b/", "http://h:abc/", "http://h\\p/", "http://[::1", "http://::1]/", "/" + "x" * 200,
]
BAD_URLS = [
    "/a b", "/\t", "/\r\nX: y", "/\x00", "/\x7f", " /", "/\n", "/é", "/\u20ac", "/\U0001f600", "/\x85", "/\xa0", "http://bücher.example/",
    "http://h /",
]

HOSTS = ["h"] * 6 + ["example.org", "www.example.com", "127.0.0.1", "[::1]"]
ODD_HOSTS = [
    "h:81", "h:80", "h:443", "h:", "h: 81", "h:+81", "h:8_1", "h:-1", "h:99999", "h:081", "h:0", "h:\u0661\u0662", "h:\uff18", "h: 81 ",
    "[::1]:81", "[::1]:", "::1", "[::1", "[]", "[]:80", "[fe80::1%eth0]", "[fe80::1%eth0]:81", "u@h", "u:p@h:81", "", ":", ":81", "a:b:81",
    "[a]b:81",
    "[::1]a", "h/p", "h?q", "h#f", "H.Example", "h.", "a" * 60, "bücher.example", "bücher.example:81", "日本.jp", "straße.de", "h:81\u00a0",
]
BAD_HOSTS = [
    "h:x", "h:0x50", "h:8 1", "h:_81", "h:8__1", "h:81_", "u:p@h", "h:\u00b2", "h b", "h\t", "h\r\nX: y", "h\x00", "\x7fh", " h", "h:81:x",
]
PORTS = [80, 81, 443, 8080, 0, 65535, 65536, -1, 99999]

NAMES = [
    "A", "X-Y", "Accept", "User-Agent", "Cookie", "Content-Type", "Range", "If-None-Match", "Referer", "x-lower", "TE", "Expect", "Date",
]
ODD_NAMES = ["X Y", "X ", "X\x00", "(", "\x7f", "X\ty", "a" * 80, "X/Y", "\"q\"", "X\x01", "X\x0b"]
BAD_NAMES = ["", " X", "\tX", "X:", ":", "X:Y", "X\r", "X\n", "X\r\nY", "\x0bX", "É", "\u20ac", "\x1cX", "X\x85"]
VALUES = ["1", "b", "text/html; charset=utf-8", "a, b;q=0.5", "bytes=0-9", "Mon, 01 Jan 2024 00:00:00 GMT", "\"etag\"", "x" * 60]
ODD_VALUES = [
    "", " ", " a", "a ", "\ta\t", "a\r\n b", "a\r\n\tb", "a\n b", "a\r b", "a\x00b", "a\x7f", "a\x01b", "é", "ÿ\xa0", "a\r\n b\r\n c",
    "a\x0bb", "a\x85b",
    "=?utf-8?q?=e9?=", "a:b", "\x1cx\x1e", "y" * 500,
]
BAD_VALUES = [
    "a\r\nX: y", "a\nb", "a\rb", "a\r", "a\n", "\r\n", "a\r\n\r\n b", "\u20ac", "\u0661", "a\u2028", "\nb", "\r\n\x0bb", "\U0001f600",
]
FRAMING_NAMES = [
    "Content-Length", "content-length", "CONTENT-LENGTH", "Transfer-Encoding", "transfer-encoding", "Transfer-encoding", "Connection",
    "connection",
    "Host", "host", "HOST", "hOst", "Accept-Encoding", "accept-encoding", "ACCEPT-ENCODING",
]
FRAMING_VALUES = [
    "0", "2", "5", "abc", "chunked", "Chunked", "gzip, chunked", "identity", "close", "keep-alive", "upgrade", "h", "other:81", "gzip", "",
]

TIMEOUTS = [None, 1, 2.5, 0.25, 30, 600]
SOURCES = [["127.0.0.1", 0], ["", 0], ["::1", 8000], ["10.0.0.1", 65535]]

TEXT = "ab\nc d\r\nefgh\n\nij\rkl\r\n\r\n0\r\nXYZ\x00\xe9\xff\n" + "".join(f"line {n}\n" for n in range(40)) + "0123456789abcdef" * 30
LONG_TEXT = (TEXT * 30)[:24000]
LARGE_TEXT = (TEXT * 270)[:210_000]


def pick(rng, table):
    """An element of a table. Faster than `choice`, and the same in each version of Python."""
    return table[int(rng.random() * len(table))]


def below(rng, count):
    """A number from 0 to count - 1."""
    return int(rng.random() * count)


def of_three(rng, plain, odd, bad, odd_rate=0.14, bad_rate=0.03):
    """An element of one of three tables, mostly of the first."""
    lot = rng.random()
    if lot < bad_rate:
        return pick(rng, bad)
    return pick(rng, odd if lot < bad_rate + odd_rate else plain)


def data(rng, count):
    """So many bytes of content."""
    start = below(rng, 90)
    return (LONG_TEXT if count < 20_100 else LARGE_TEXT)[start : start + count]
