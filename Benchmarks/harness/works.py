"""The works: what is measured, what it must reach, and how much of it is done."""

from dataclasses import dataclass, field, replace

MIB, GIB = 1 << 20, 1 << 30


@dataclass(frozen=True)
class Work:
    """A work whose time is compared with the floor's, or where there is none, only with the peers'."""

    name: str
    title: str
    amount: int
    floor: float | None = None
    peers: dict = field(default_factory=dict)
    unit: str = "bytes"
    file: str | None = None
    server: str = "own"

    @property
    def part(self):
        """The name by which the programs know it."""
        return self.name.removeprefix("nginx-")

    def scaled(self, scale):
        least = 50 if self.unit == "times" else MIB
        return max(least, int(self.amount * scale))

    @property
    def goal(self):
        parts = [f"≥ {self.floor:.2f} of the floor"] if self.floor else []
        for peer, times in self.peers.items():
            parts.append(f"≥ {peer}" if times == 1 else f"≥ {times} × {peer}")
        return ", ".join(parts)


AT_LEAST_LIBCURL = {"libcurl": 1}
# At most a quarter more time.
CLOSE_TO_CURL = 0.8

TIMED = [
    Work("requests", "GET of 100 bytes, one connection", 20_000, 0.90, unit="times"),
    Work("download", "download 1 GiB by length", GIB, 0.98),
    Work("chunked", "download 1 GiB in 8 KiB chunks", GIB, 0.90),
    Work("read", "read() of 256 MiB", 256 * MIB, 0.85),
    Work("upload", "upload 1 GiB of bytes", GIB, 0.98),
    Work("upload-file", "upload a file of 1 GiB", GIB, 0.98, file="upload"),
    Work("upload-chunked", "upload a file of 1 GiB in chunks", GIB, 0.90, file="upload"),
    Work("echo", "echo of a file of 64 MiB", 64 * MIB, None, {"libcurl": CLOSE_TO_CURL}, file="upload"),
    Work("tls-requests", "TLS: GET of 100 bytes, one connection", 10_000, 0.92, AT_LEAST_LIBCURL, "times", "authority"),
    Work("tls-download", "TLS: download 1 GiB by length", GIB, 0.97, AT_LEAST_LIBCURL, file="authority"),
    Work("tls-full", "TLS: new connections, full", 500, 0.95, AT_LEAST_LIBCURL, "times", "authority"),
    Work("tls-resumed", "TLS: new connections, resumed", 500, 0.95, AT_LEAST_LIBCURL, "times", "authority"),
    Work("head", "parse a head of 15 fields, 600 bytes", 50_000, None, {"NIOHTTP1": 3, "CPython": 10}, "times", "head"),
]

def behind_nginx(name):
    """The same work with nginx as the server, as a check on the server in C; with as many requests and as large a file."""
    work = next(work for work in TIMED if work.name == name)
    return replace(work, name="nginx-" + name, title="nginx, " + work.title, server="nginx", peers={})


NGINX = [behind_nginx(name) for name in ("requests", "download", "tls-requests", "tls-download")]


@dataclass(frozen=True)
class Count:
    """A work that is counted, and the most that it may come to."""

    name: str
    title: str
    most: float
    kind: str = "instructions"
    # How many turns of the loop, twice; the count is the slope between them.
    lengths: tuple = (200, 1200)
    # The name by which the program knows it, where that is another.
    known_as: str | None = None

    @property
    def part(self):
        return self.known_as or self.name

    @property
    def goal(self):
        return f"≤ {self.most:,}" + (" KB" if self.kind == "KB" else "")


STEPS = (1_000, 11_000)

# What --check compares with the baseline, too. Those of counting.py's FIGURES are more than the slope of one loop.
COUNTS = [
    Count("get-instructions", "instructions of one keep-alive GET", 6_500, known_as="requests"),
    Count("get-allocations", "allocations of one keep-alive GET", 3, "count"),
    Count("get-5-fields", "instructions of a GET with 5 fields, its response looked at", 12_000),
    Count("get-20-fields", "instructions of a GET with 20 fields, its response looked at", 20_000),
    Count("message-literal", "instructions of a literal HTTPMessage of 5 fields", 4_000),
    Count("get-header-8", "instructions of getHeader among 8 fields", 600),
    Count("get-header-100", "instructions of getHeader among 100 fields", 5_000),
    Count("text-body", "instructions of a request with 20 KB of text", 28_000, lengths=(20, 120)),
    Count("lines-80", "instructions of readLine, lines of 80 bytes", 1_000, lengths=STEPS),
    Count("lines-1000", "instructions of readLine, lines of 1,000 bytes", 1_600, lengths=STEPS),
    Count("small-chunks", "instructions of forEachChunk for a chunk of 100 bytes", 450, lengths=STEPS),
    Count("read-200", "instructions of read(200)", 600, lengths=STEPS),
    Count("tls-instructions", "instructions that TLS adds to a GET, beside OpenSSL's", 1_000, known_as="tls-requests"),
    Count("session-get", "a session's GET to the same GET of a connection", 1.5, "count"),
    Count("head-instructions", "instructions a byte of a head of 600 bytes", 2.5, known_as="head"),
    Count("head-linear", "a head byte by byte: cost a byte at 64 KiB to 1 KiB", 1.5, "count"),
    Count("idle-memory", "memory of an idle connection", 7, "KB"),
    Count("tls-idle-memory", "TLS: memory of an idle connection", 40, "KB"),
]
COUNTED = {count.name: count for count in COUNTS}

# Each idle connection has had one response, of a kind that leaves something behind: the kinds by the names that the program knows.
IDLE_CONNECTIONS = 500
IDLE_KINDS = {
    "small": "100 bytes", "length": "256 KiB by length", "chunked": "256 KiB in chunks", "head": "a head of 300,000 bytes",
}

# Works that are observed; each has a function of its own in processes.py.
OBSERVED = {
    "read-memory": "peak memory of read(), to the body of 256 MiB",
    "stream-memory": "peak memory of streaming 10 GiB",
    "stream-growth": "its growth after the first 100 MB",
    "start-http": "httpwire URL, 1 KiB, http",
    "start-https": "httpwire URL, 1 KiB, https",
    "start-http-count": "instructions of httpwire URL, http",
    "start-https-count": "instructions of httpwire URL, https",
    "repeat-count": "instructions of a further request of --repeat",
    "command-size": "the stripped static command",
    "echo-command": "httpwire -T FILE -o FILE, echo of 64 MiB",
    "build": "clean release build of HTTPWire",
    "size": "stripped static program for one HTTPS GET",
}
SLOW = {"build", "size"}

# Works of awaited.py, where each has several programs as columns.
AWAITED_CONNECTIONS = {"awaited-1": 1, "awaited-64": 64, "awaited-512": 512}
AWAITED_DOWNLOADS = {"awaited-download": "download", "awaited-tls-download": "tls-download"}
AWAITED = [*AWAITED_CONNECTIONS, *AWAITED_DOWNLOADS, "awaited-instructions"]
ALL = [*COUNTED, *(work.name for work in TIMED + NGINX), *OBSERVED, *AWAITED]
