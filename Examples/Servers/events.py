"""A stream of events that breaks off after three, and goes on behind the id that it is given. After nine it has no more."""

from flask import Flask, Response, request

from serving import serve

app = Flask(__name__)


@app.get("/events")
def events():
    last = int(request.headers.get("Last-Event-ID") or 0)
    if last >= 9:
        return "", 204

    def lines():
        yield "retry: 50\n: a comment\n\n"
        for number in range(last + 1, last + 4):
            yield f"id: {number}\n"
            if number % 4 == 0:
                yield "event: alarm\n"
            yield f"data: line one of {number}\ndata: and two\n\n"
        # The end comes in the middle of an event, which is then none.
        yield "data: not finished\n"

    return Response(lines(), mimetype="text/event-stream")


serve(app)
