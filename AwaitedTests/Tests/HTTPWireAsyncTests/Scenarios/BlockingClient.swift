import HTTPWire

/// Does the steps of a scenario with a plain connection.
struct BlockingClient {
  let connection: HTTPConnection
  let gates: Gates
  private var response: HTTPResponse?
  private var body: [UInt8] = []

  init(_ connection: HTTPConnection, _ gates: Gates) {
    self.connection = connection
    self.gates = gates
  }

  /// What the step has heard; nil if it hears nothing.
  mutating func hear(_ step: Step) -> String? {
    do {
      switch step {
      case .request(let method, let target, let content, let headers, let expect, let time):
        return try request(method, target, content, headers, expect, time)
      case .read(let count):
        while body.count < count, let piece = try response?.read1(65_536), !piece.isEmpty { body += piece }
        return body.count < count ? "the end" : nil
      case .readAll:
        body += try response?.read() ?? []
        return shown(body) + (response?.trailers ?? [:]).map { " {\($0.name): \($0.value)}" }.joined()
      case .closeResponse: response?.close()
      case .close: connection.close()
      case .open: gates.server.open()
      case .pass: gates.client.wait()
      }
      return nil
    } catch {
      return "\(error)"
    }
  }

  private mutating func request(
    _ method: String, _ target: String, _ content: Content?, _ headers: HTTPMessage, _ expect: ExpectContinue?, _ time: Duration?
  ) throws -> String {
    let file = try content?.temporaryFile()
    let given = content?.blocking(file)
    var headers = headers
    if case .pieces(_, let length?) = content { headers.set("Content-Length", String(length)) }
    if let time {
      try connection.request(method, target, body: given, headers: headers, deadline: .now + time, expectContinue: expect)
    } else {
      try connection.request(method, target, body: given, headers: headers, expectContinue: expect)
    }
    let new = try connection.getResponse()
    response = new
    body = []
    return String(new.status)
  }
}

extension Content {
  /// A file with the content, if the content is to be one.
  func temporaryFile() throws -> TemporaryFile? {
    if case .file(let bytes) = self { try TemporaryFile(bytes) } else { nil }
  }

  fileprivate func blocking(_ file: TemporaryFile?) -> RequestBody {
    switch self {
    case .text(let text): .utf8(text)
    case .bytes(let bytes): .bytes(bytes)
    case .letters(let count): .bytes([UInt8](repeating: 0x61, count: count))
    case .blocks(let size, let count): .chunks(repeatElement([UInt8](repeating: 0x61, count: size), count: count))
    case .file: .file(path: file?.path ?? "", length: .known)
    case .pieces(let pieces, _): .chunks(pieces)
    case .ending(let pieces, let trailers):
      .chunks(pieces).endingWith(Array(trailers.keys)) { HTTPMessage(dictionary: trailers) }
    }
  }
}
