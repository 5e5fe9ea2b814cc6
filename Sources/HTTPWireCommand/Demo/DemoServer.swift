import HTTPWire
import HTTPWireTesting
import Synchronization

/// The demo's server. It has a page, a form, a file that can be uploaded, and a body that ends too early.
enum DemoServer {
  /// The page at "/".
  static let page = "<!doctype html>\n<!--[if IE]> <![endif]-->\n" + String(repeating: "<p>spam, eggs and spam</p>\n", count: 16)
  /// The lines at "/lines".
  static let lines = ["first line\n", "second line\n", "and the last"]

  /// Starts the server on a free port of the loopback interface.
  static func start() throws(HTTPException) -> LoopbackServer {
    try LoopbackServer(handler: handler())
  }

  /// Serves a connection, with or without TLS.
  static func handler() -> LoopbackServer.Handler {
    let files = Files()
    return { connection in
      while let request = try connection.readRequest() {
        if request.target == "/short" {
          return try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this much")
        }
        try connection.send(respond(to: request, files), to: request)
      }
    }
  }

  private static func respond(to request: ReceivedRequest, _ files: Files) -> LoopbackServer.Response {
    switch (request.method, request.target) {
    case ("GET", "/"), ("HEAD", "/"): .init(headers: ["Content-Type": "text/html; charset=utf-8"], text: page)
    case ("HEAD", "/index.html"): .init(headers: ["Content-Type": "text/html; charset=utf-8"], text: page)
    case ("POST", "/"): redirection(for: request)
    case ("PUT", "/file"): stored(request.body, files)
    case ("GET", "/file"): .init(headers: ["Content-Type": "text/plain"], body: files.contents)
    case ("GET", "/lines"): .init(headers: ["Content-Type": "text/plain"], text: lines.joined())
    case ("GET", "/fields"): .init(headers: ["Set-Cookie": "spam=1", "X-Kind": "demo", "set-cookie": "eggs=2"], text: "")
    case ("POST", "/echo"): echo(request)
    default: .init(status: 404, text: "no such page")
    }
  }

  /// Redirects to the page of an issue, as the issue tracker in the documentation's example does.
  private static func redirection(for request: ReceivedRequest) -> LoopbackServer.Response {
    let fields = request.text.split(separator: "&")
    guard request.headers["Content-Type"] == "application/x-www-form-urlencoded", fields.contains("%40type=issue"),
      fields.contains("%40action=show"), let number = fields.first(where: { $0.hasPrefix("%40number=") })?.dropFirst(10)
    else { return .init(status: 400, text: "no form") }
    let location = "http://bugs.python.org/issue\(number)"
    return .init(
      status: 302, headers: ["Location": location, "Content-Type": "text/html"],
      text: "Redirecting to <a href=\"\(location)\">\(location)</a>")
  }

  private static func stored(_ body: [UInt8], _ files: Files) -> LoopbackServer.Response {
    files.contents = body
    return .init(status: 200)
  }

  /// A text about the request: its framing, the custom field, and the body without framing.
  private static func echo(_ request: ReceivedRequest) -> LoopbackServer.Response {
    let framing =
      request.headers["Transfer-Encoding"].map { "Transfer-Encoding: \($0)" }
      ?? "Content-Length: \(request.headers["Content-Length"] ?? "none")"
    let custom = request.headers["X-Custom"].map { "X-Custom: \($0); " } ?? ""
    return .init(text: "\(framing); \(custom)\(request.text)")
  }

  private final class Files: Sendable {
    private let file = Mutex<[UInt8]>([])

    var contents: [UInt8] {
      get { file.withLock { $0 } }
      set { file.withLock { $0 = newValue } }
    }
  }
}
