// Logs in to an API, adds notes to it and prints them: JSON both ways, 401 and 422.
//
//   swift run --package-path Examples json-client http://127.0.0.1:5000
import Foundation
import HTTPWireFoundation
import HTTPWireSession

struct Note: Codable {
  var id: Int?
  var title: String
  var stars: Int
}

struct Refusal: Decodable {
  struct Problem: Decodable {
    var field: String
    var problem: String
  }
  var errors: [Problem]
}

let base = CommandLine.arguments[1]
var session = HTTPSession()

let refused = try session.get(base + "/notes")
print("without a token:", refused.status, refused.headers["WWW-Authenticate"] ?? "")
let login = try session.post(base + "/login", body: .json(encoding: ["user": "ada", "password": "lovelace"])).checkStatus()
var configuration = HTTPSession.Configuration()
try configuration.credentials.set(.bearer(login.json([String: String].self)["token", default: ""]), for: base)
session = HTTPSession(configuration)

for note in [Note(title: "", stars: 11), Note(title: "Grüße", stars: 5)] {
  let answer = try session.post(base + "/notes", body: .json(encoding: note))
  if answer.status == 422 {
    for error in try answer.json(Refusal.self).errors { print("refused:", error.field, error.problem) }
  } else {
    print("added:", try answer.checkStatus().json(Note.self).id ?? 0, answer.headers["Location"] ?? "")
  }
}

for note in try session.get(base + "/notes").checkStatus().json([Note].self) { print("note:", note.id ?? 0, note.title, note.stars) }
