"""Tunnels as the newest CPython has them (3.12 and the fixes of 2026), and host names as they go to the resolver."""
import http.client

import amended_heads
from amended_heads import OursAlone


def ascii_host(amended, host):
    return host if host.isascii() else host.encode("idna").decode()


def open_tunnel(connection):
    """Asks the proxy for the tunnel, where one is set."""
    connection.proxy_headers = None
    if not connection._tunnel_host:
        return
    amended = connection.amended
    head = connect_head(connection)
    amended.note("connect-http11")
    connection.tell_sent(head)
    connection.sock.sendall(head)
    response = amended.response_on(connection.sock, connection._method)
    try:
        read_reply(connection, response)
    finally:
        response.end()


def read_reply(connection, response):
    version, status, reason = response._read_status()
    while status == 100:
        amended_heads.header_lines(connection.amended, response.fp)
        version, status, reason = response._read_status()
    lines = amended_heads.header_lines(connection.amended, response.fp)
    if connection.debuglevel > 0:
        for line in lines:
            http.client.print("header:", line.decode("latin-1"))
    connection.proxy_headers = lines
    if status != 200:
        raise OSError(f"Tunnel connection failed: {status} {reason.strip()}")
    if response.reader.bytes or connection.sock.pieces:
        connection.amended.note("early-tunnel-data")
        raise OursAlone("unexpectedTunnelData")


def connect_head(connection):
    host = ascii_host(connection.amended, connection._tunnel_host)
    if ":" in host:
        connection.amended.note("tunnel-brackets")
        host = "[" + host.split("%")[0] + "]"
    authority = f"{host}:{connection._tunnel_port}"
    fields = dict(connection._tunnel_headers)
    if "host" not in (name.lower() for name in fields):
        fields["Host"] = authority
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"CONNECT {authority} HTTP/1.1\r\n{lines}\r\n".encode("latin-1")
