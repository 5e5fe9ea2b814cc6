"""Tunnels as the newest CPython has them (3.12 and the fixes of 2026), and host names as they go to the resolver."""
import http.client
import re
import unicodedata

import amended_heads
from amended_heads import OursAlone


# Letters, marks and digits; everything else that a name may have is mapped by some and refused by others.
PLAIN = {"Ll", "Lo", "Lm", "Mn", "Mc", "Nd"}


def ascii_host(amended, host):
    """The name in ASCII. Python's codec is IDNA 2003; names that IDNA 2008 or browsers read differently are refused."""
    if host.isascii():
        return host
    for number, label in enumerate(host.split(".")):
        if not label and number < host.count("."):
            refuse(amended, host, "an empty label")
        lower = label.lower()
        if not label.isascii() and (lower[0] == "-" or lower[-1] == "-" or not all(is_plain(letter) for letter in lower)):
            refuse(amended, host, f"a label that is not valid or not the same in all versions of IDNA: {label!r}")
    return host.encode("idna").decode()


def is_plain(letter):
    return letter == "-" or unicodedata.category(letter) in PLAIN and unicodedata.normalize("NFKC", letter.casefold()) == letter


def refuse(amended, host, reason):
    amended.note("strict-names")
    raise http.client.InvalidURL(f"invalid internationalized host name: {host!r} has {reason}")


def without_scope(amended, name):
    """An authority without its address's scope, but with its port (CPython loses that, and asserts that there are brackets)."""
    is_host = name in (amended.host, b"[%s]" % amended.host)
    if is_host and name.startswith(b"[["):
        # A host that begins with a bracket gets no second one (gh-100985).
        amended.note("port-brackets")
        name = name[1:-1]
    before, percent, rest = name.partition(b"%")
    if not percent:
        return name
    if is_host:
        return before + b"]"
    _, bracket, after = rest.partition(b"]")
    if after or not bracket:
        amended.note("scope-cut")
    return before + b"]" + after if bracket else name


def open_tunnel(connection):
    """Asks the proxy for the tunnel, where one is set."""
    connection.proxy_headers = None
    if not connection._tunnel_host:
        return
    amended = connection.amended
    head = connect_head(connection)
    amended.note("connect-http11")
    connection.tell_sent(without_secrets(amended, head))
    connection.sock.sendall(head)
    response = amended.response_on(connection.sock, connection._method)
    try:
        read_reply(connection, response)
    finally:
        response.end()


def checked_host(connection, host, told, has_port_apart):
    """The host without brackets. What can't be asked for is refused when the tunnel is set (CVE-2026-1502)."""
    if has_port_apart and len(host) > 1 and host[0] == "[" and host[-1] == "]":
        connection.amended.note("port-brackets")
        host = host[1:-1]
    connection._validate_host(host)
    if not host:
        raise http.client.InvalidURL(f"a tunnel needs a host: {told!r}")
    ascii_host(connection.amended, host)
    return host


def check_fields(fields):
    for name, value in fields.items():
        if not http.client._is_legal_header_name(name.encode("ascii")):
            raise ValueError(f"Invalid header name {name.encode('ascii')!r}")
        if http.client._is_illegal_header_value(value.encode("latin-1")):
            raise ValueError(f"Invalid header value {value.encode('latin-1')!r}")


def without_secrets(amended, head):
    """What debug output shows of a request to a proxy."""
    shown = re.sub(rb"(?im)^(proxy-authorization: )[^\r]*", rb"\1***", head)
    if shown != head:
        amended.note("proxy-secrets")
    return shown


def read_reply(connection, response):
    version, status, reason = response._read_status()
    if not version.startswith("HTTP/1.") and version != "HTTP/0.9":
        connection.amended.note("proxy-version")
        raise http.client.UnknownProtocol(version)
    lines = amended_heads.header_lines(connection.amended, response.fp)
    if connection.debuglevel > 0:
        for line in lines:
            http.client.print("header:", line.decode("latin-1"))
    connection.proxy_headers = lines
    if status != 200:
        raise OSError(f"Tunnel connection failed: {status} {reason.strip()}")
    if response.reader.bytes or connection.sock.pieces:
        connection.amended.note("early-tunnel-data")
        raise OursAlone("unexpectedTunnelData", "bytes followed the proxy's reply before anything was sent through the tunnel")


def connect_head(connection):
    host = ascii_host(connection.amended, connection._tunnel_host)
    if ":" in host:
        connection.amended.note("tunnel-brackets")
        host = host if host.startswith("[") else f"[{host}]"
        host = host.split("%")[0] + "]" if "%" in host else host
    authority = f"{host}:{connection._tunnel_port}"
    fields = dict(connection._tunnel_headers)
    if "host" not in (name.lower() for name in fields):
        fields["Host"] = authority
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"CONNECT {authority} {connection._http_vsn_str}\r\n{lines}\r\n".encode("latin-1")
