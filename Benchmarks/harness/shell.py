"""Running other programs, and telling which are there."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "Benchmarks"
LONGEST_REASON = 200


class Failure(Exception):
    """Something that another program could not do, in one line."""


def run(*command, cwd=None, environment=None, seconds=None, merge=False):
    """What a program printed; a Failure with the last line of what it complained of when it did not end well."""
    variables = dict(os.environ, **(environment or {}))
    command = [str(word) for word in command]
    errors = subprocess.STDOUT if merge else subprocess.PIPE
    try:
        done = subprocess.run(
            command, cwd=cwd, env=variables, timeout=seconds, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True)
    except FileNotFoundError as error:
        raise Failure(f"{command[0]} is not there") from error
    except subprocess.TimeoutExpired as error:
        raise Failure(f"{os.path.basename(command[0])} took more than {seconds} s") from error
    if done.returncode != 0:
        raise Failure(f"{os.path.basename(command[0])}: {reason(done)}")
    return done.stdout


def reason(done):
    lines = ((done.stderr or "") + (done.stdout or "")).strip().split("\n")
    telling = [line for line in lines if re.search(r"\berror\b", line)]
    return (telling or lines)[-1].strip()[:LONGEST_REASON] or f"exit status {done.returncode}"


def lacks(program):
    return shutil.which(program) is None


def first_line(*command):
    try:
        return run(*command, merge=True).strip().split("\n")[0]
    except Failure:
        return "none"


def processor():
    try:
        match = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    except OSError:
        match = None
    return match[1] if match else platform.processor()


def load():
    """How many processes wanted to run, on average over the last minute; the measurement's own are among them."""
    return round(os.getloadavg()[0], 2)


def load_text():
    return f"load {load():.2f}, {os.cpu_count()} cores"


def surroundings():
    """What the figures depend on besides this repository."""
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "load": load(),
        "swift": first_line("swift", "--version"),
        "openssl": first_line("openssl", "version"),
        "commit": first_line("git", "-C", ROOT, "rev-parse", "--short", "HEAD"),
    }
