// Has a browser open a page, and reads what it made of it (W3C WebDriver).
//
//   swift run --package-path Examples webdriver http://127.0.0.1:9515 http://127.0.0.1:8080/
import Foundation
import HTTPWireSession

struct WebDriverError: Error {
  var name: String
}

let (driver, page) = (CommandLine.arguments[1], CommandLine.arguments[2])
let session = HTTPSession()

/// Sends a command, and returns its value; the protocol's errors have a value, too.
@discardableResult
func call(_ method: String, _ path: String, _ parameters: [String: Any] = [:]) throws -> Any? {
  let body = method == "POST" ? RequestBody.json(try JSONSerialization.data(withJSONObject: parameters)) : nil
  let answer = try session.send(HTTPSession.Request(method, driver + path, body: body))
  let value = (try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])?["value"]
  guard answer.isSuccess else { throw WebDriverError(name: (value as? [String: Any])?["error"] as? String ?? "unknown") }
  return value
}

let options = ["args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]]
let started = try call("POST", "/session", ["capabilities": ["alwaysMatch": ["goog:chromeOptions": options]]]) as? [String: Any]
let browser = "/session/\(started?["sessionId"] as? String ?? "")"
do {
  defer { _ = try? call("DELETE", browser) }
  try call("POST", browser + "/url", ["url": page])
  print("title:", try call("GET", browser + "/title") ?? "none")
  let heading = try call("POST", browser + "/element", ["using": "css selector", "value": "h1"]) as? [String: String]
  print("heading:", try call("GET", "\(browser)/element/\(heading?.values.first ?? "")/text") ?? "none")
  print("sum:", try call("POST", browser + "/execute/sync", ["script": "return arguments[0] + arguments[1]", "args": [20, 22]]) ?? "none")
  do {
    try call("POST", browser + "/element", ["using": "css selector", "value": "h2"])
  } catch let error as WebDriverError {
    print("missing:", error.name)
  }
}
