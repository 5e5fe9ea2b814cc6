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
