"""Serves a Flask application on a free port of the loopback interface, and prints the address once it listens."""

from werkzeug.serving import WSGIRequestHandler, make_server


def serve(application):
    # Without it, werkzeug speaks HTTP/1.0 and closes each connection.
    WSGIRequestHandler.protocol_version = "HTTP/1.1"
    WSGIRequestHandler.log_request = lambda *_: None
    server = make_server("127.0.0.1", 0, application, threaded=True)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
