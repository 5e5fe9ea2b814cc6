"""An API as many are: a login that gives a token, 401 without it, 422 with the fields that are wrong."""

from flask import Flask, jsonify, request

from serving import serve

app = Flask(__name__)
notes = []


@app.before_request
def authenticate():
    if request.path != "/login" and request.headers.get("Authorization") != "Bearer t0ken":
        answer = jsonify(error="log in first")
        answer.headers["WWW-Authenticate"] = 'Bearer realm="notes"'
        return answer, 401


@app.post("/login")
def login():
    if request.get_json() != {"user": "ada", "password": "lovelace"}:
        return jsonify(error="wrong password"), 403
    return jsonify(token="t0ken")


@app.post("/notes")
def add():
    note = request.get_json()
    errors = []
    if not note["title"]:
        errors.append({"field": "title", "problem": "must not be empty"})
    if not 0 <= note["stars"] <= 5:
        errors.append({"field": "stars", "problem": "must be 0 to 5"})
    if errors:
        return jsonify(errors=errors), 422
    notes.append({"id": len(notes) + 1, **note})
    return jsonify(notes[-1]), 201, {"Location": f"/notes/{len(notes)}"}


@app.get("/notes")
def every():
    return jsonify(notes)


serve(app)
