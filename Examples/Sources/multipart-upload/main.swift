// Uploads a file in a form with text, and shows how far it is. The file is read while it is sent.
//
//   swift run --package-path Examples multipart-upload http://127.0.0.1:5000/upload photo.jpg
import HTTPWireFoundation
import HTTPWireSession
import Synchronization

struct Stored: Decodable {
  struct File: Decodable {
    var name: String
    var type: String
    var bytes: Int
    var sha256: String
  }
  var fields: [String: String]
  var files: [String: File]
}

var form = MultipartForm()
form.add("title", "Grüße")
try form.addFile("photo", path: CommandLine.arguments[2], fileName: "beach.jpg")

var request = try HTTPSession.Request("POST", CommandLine.arguments[1], body: form.body)
let shown = Mutex(0)
request.onUpload = { progress in
  let percent = Int((progress.fraction ?? 0) * 100)
  shown.withLock { shown in
    while shown + 25 <= percent {
      shown += 25
      print("sent: \(shown) %")
    }
  }
}
let stored = try HTTPSession().send(request).checkStatus().json(Stored.self)
print("title:", stored.fields["title"] ?? "none")
if let photo = stored.files["photo"] { print("photo:", photo.name, photo.type, photo.bytes, photo.sha256) }
