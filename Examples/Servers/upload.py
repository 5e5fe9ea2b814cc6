"""Takes a form with files, and answers with what it got."""

import hashlib

from flask import Flask, jsonify, request

from serving import serve

app = Flask(__name__)


@app.post("/upload")
def upload():
    files = {}
    for name, file in request.files.items():
        content = file.read()
        files[name] = {
            "name": file.filename, "type": file.mimetype, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return jsonify(fields=request.form.to_dict(), files=files)


serve(app)
