import HTTPWire

// The steps over a response.

extension Run {
  /// The response that a step names.
  func response(for step: Fields) throws -> HTTPResponse {
    let number = try step.optionalInt("of") ?? responses.count - 1
    guard responses.indices.contains(number), let response = responses[number] else { throw Skipped() }
    return response
  }

  func drop(_ step: Fields) throws -> JSON {
    let number = try step.optionalInt("of") ?? responses.count - 1
    guard responses.indices.contains(number), responses[number] != nil else { throw Skipped() }
    responses[number] = nil
    return .null
  }

  static let responseOperations: [String: @Sendable (HTTPResponse, Fields) throws -> JSON] = [
    "read": { .bytes(try read($0, $1)) },
    "readInto": { response, step in
      .bytes(try Room.filled(step.room("size")) { (buffer) throws(HTTPException) in try response.read(into: &buffer) })
    },
    "read1": { .bytes(try $0.read1($1.optionalInt("amount") ?? -1)) },
    "readInto1": { response, step in
      .bytes(try Room.filled(step.room("size")) { (buffer) throws(HTTPException) in try response.read1(into: &buffer) })
    },
    "peek": { .bytes(try $0.peek($1.optionalInt("amount") ?? -1)) },
    "readLine": { .bytes(try $0.readLine(limit: $1.optionalInt("limit") ?? -1)) },
    "readLines": { .array(try $0.readLines(hint: $1.optionalInt("hint") ?? -1).map(JSON.bytes)) },
    "lines": { response, _ in
      var lines: [JSON] = []
      try response.forEachLine { lines.append(.bytes($0)) }
      return .array(lines)
    },
    "chunks": { response, step in
      let size = try step.optionalInt("size") ?? 65_536
      var chunks: [[UInt8]] = []
      try response.forEachChunk(size) { chunks.append($0) }
      // Large blocks take what has come of several chunks, which is no matter of Python's.
      if size >= 16_384, !chunks.isEmpty { chunks = [Array(chunks.joined())] }
      return .array(chunks.map(JSON.bytes))
    },
    "with": { response, step in
      defer { response.close() }
      return .bytes(try read(response, step))
    },
    "closeResponse": { response, _ in
      response.close()
      return .null
    },
    "getHeader": { JSON($0.getHeader(try $1.text("name"), default: try $1.optionalText("default"))) },
    "getHeaders": { response, _ in JSON(pairs: response.getHeaders()) },
    "fileno": { response, _ in response.fileDescriptor.map { .bool($0 >= 0) } ?? .null },
    "attributes": { response, _ in
      .object(HeaderFacts.head(response) + [("url", JSON(response.url)), ("closed", .bool(response.isClosed))])
    },
    "begin": { response, _ in
      try response.begin()
      return .null
    },
  ]

  private static func read(_ response: HTTPResponse, _ step: Fields) throws -> [UInt8] {
    if let amount = try step.optionalInt("amount") { try response.read(amount) } else { try response.read() }
  }
}
