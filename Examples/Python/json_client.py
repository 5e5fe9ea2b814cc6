"""Logs in to an API, adds notes to it and prints them: JSON both ways, 401 and 422.

    json_client.py http://127.0.0.1:5000
"""

import sys

import requests

base = sys.argv[1]
session = requests.Session()

refused = session.get(base + "/notes", timeout=10)
print("without a token:", refused.status_code, refused.headers["WWW-Authenticate"])
login = session.post(base + "/login", json={"user": "ada", "password": "lovelace"}, timeout=10)
login.raise_for_status()
session.headers["Authorization"] = "Bearer " + login.json()["token"]

for note in [{"title": "", "stars": 11}, {"title": "Grüße", "stars": 5}]:
    answer = session.post(base + "/notes", json=note, timeout=10)
    if answer.status_code == 422:
        for error in answer.json()["errors"]:
            print("refused:", error["field"], error["problem"])
    else:
        answer.raise_for_status()
        print("added:", answer.json()["id"], answer.headers["Location"])

for note in session.get(base + "/notes", timeout=10).json():
    print("note:", note["id"], note["title"], note["stars"])
