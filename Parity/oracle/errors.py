"""What is written of an exception into a trace: Python's class, and what of its message is HTTPWire's to say, too."""
import http.client
import socket
import ssl


def described(error):
    kind = type(error).__name__
    if hasattr(error, "case"):
        return {"type": error.case, "text": str(error)}
    if isinstance(error, http.client.IncompleteRead):
        return {"type": kind, "text": str(error), "partial": error.partial.decode("latin-1"), "expected": error.expected}
    if isinstance(error, http.client.RemoteDisconnected):
        return {"type": kind, "text": str(error)}
    if isinstance(error, UnicodeError):
        return {"type": "UnicodeEncodeError", "text": ""}
    if isinstance(error, ssl.SSLError):
        return {"type": kind if kind == "SSLCertVerificationError" else "SSLError", "text": ""}
    if isinstance(error, socket.gaierror):
        return {"type": kind, "errno": None}
    if isinstance(error, OSError) and not str(error).startswith("Tunnel connection failed"):
        return {"type": kind, "errno": error.errno}
    return {"type": kind, "text": str(error)}
