"""What the module itself says: its numbers, names and tables."""
import http
import http.client

WHAT = {
    "ports": lambda: [http.client.HTTP_PORT, http.client.HTTPS_PORT],
    "responses": lambda: sorted([int(code), phrase] for code, phrase in http.client.responses.items()),
    "statuses": lambda: sorted([name, int(code)] for name, code in http.HTTPStatus.__members__.items()),
    "methods": lambda: sorted(str(method) for method in http.HTTPMethod),
    "limits": lambda: {"line": http.client._MAXLINE, "headers": http.client._MAXHEADERS},
    "names": lambda: sorted(set(http.client.__all__) - {"error"}),
}

# What 3.13 calls the statuses whose names RFC 9110 changed.
NEWER = {
    413: ("CONTENT_TOO_LARGE", "Content Too Large"),
    414: ("URI_TOO_LONG", "URI Too Long"),
    416: ("RANGE_NOT_SATISFIABLE", "Range Not Satisfiable"),
    422: ("UNPROCESSABLE_CONTENT", "Unprocessable Content"),
}


def newer(what, had):
    """A table as the newest CPython has it."""
    if what == "responses":
        return [[code, NEWER[code][1] if code in NEWER else phrase] for code, phrase in had]
    if what == "statuses":
        return sorted(had + [[name, code] for code, (name, _) in NEWER.items() if [name, code] not in had])
    return had
