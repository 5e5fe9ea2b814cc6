"""Programs as they stand in files, where `{text*count}` within a text is that text so many times."""
import json
import re

REPEATED = re.compile(r"\{([^{}*]+)\*(\d+)\}")


def loads(line):
    """The program of a line."""
    return json.loads(REPEATED.sub(lambda match: match[1] * int(match[2]), line))
