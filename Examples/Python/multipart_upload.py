"""Uploads a file in a form with text, and shows how far it is.

    multipart_upload.py http://127.0.0.1:5000/upload photo.jpg
"""

import io
import sys

import requests

url, path = sys.argv[1:]


class Watched(io.BytesIO):
    """A body that counts what is read from it."""

    shown = 0

    def read(self, size=-1):
        block = super().read(size)
        percent = self.tell() * 100 // len(self.getbuffer())
        while self.shown + 25 <= percent:
            self.shown += 25
            print(f"sent: {self.shown} %")
        return block


with open(path, "rb") as file:
    form = requests.Request("POST", url, data={"title": "Grüße"}, files={"photo": ("beach.jpg", file, "image/jpeg")}).prepare()
form.body = Watched(form.body)
answer = requests.Session().send(form, timeout=10)
answer.raise_for_status()
stored = answer.json()
photo = stored["files"]["photo"]
print("title:", stored["fields"]["title"])
print("photo:", photo["name"], photo["type"], photo["bytes"], photo["sha256"])
