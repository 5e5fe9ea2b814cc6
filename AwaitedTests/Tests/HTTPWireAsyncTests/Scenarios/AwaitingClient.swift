import HTTPWire
import HTTPWireAsync

/// Does the steps of a scenario with a connection whose calls are awaited.
struct AwaitingClient {
  let connection: AsyncHTTPConnection
  let gates: Gates
  private var response: AsyncHTTPResponse?
  private var body: [UInt8] = []

  init(_ connection: AsyncHTTPConnection, _ gates: Gates) {
    self.connection = connection
    self.gates = gates
  }

  /// What the step has heard; nil if it hears nothing.
  mutating func hear(_ step: Step) async -> String? {
    do {
      switch step {
      case .request(let method, let target, let content, let headers, let expect, let time):
        return try await request(method, target, content, headers, expect, time)
      case .read(let count):
        let pieces = response?.body.makeAsyncIterator()
        while body.count < count, let piece = try await pieces?.next() { body += piece }
        return body.count < count ? "the end" : nil
      case .readAll:
        body += try await response?.collect(upTo: .max) ?? []
        return shown(body) + (response?.trailers ?? [:]).map { " {\($0.name): \($0.value)}" }.joined()
      case .closeResponse: await response?.close()
      case .close: await connection.close()
      case .open: gates.server.open()
      case .pass: await gates.client.pass()
      }
      return nil
    } catch {
      return "\(error)"
    }
  }

  private mutating func request(
    _ method: String, _ target: String, _ content: Content?, _ headers: HTTPMessage, _ expect: ExpectContinue?, _ time: Duration?
  ) async throws -> String {
    let file = try content?.temporaryFile()
    let given = content?.awaited(file)
    let new: AsyncHTTPResponse
    if let time {
      new = try await connection.request(method, target, body: given, headers: headers, deadline: .now + time, expectContinue: expect)
    } else {
      new = try await connection.request(method, target, body: given, headers: headers, expectContinue: expect)
    }
    // The file must be there until it is sent.
    withExtendedLifetime(file) {}
    response = new
    body = []
    return String(new.status)
  }
}

extension Content {
  fileprivate func awaited(_ file: TemporaryFile?) -> AsyncRequestBody {
    switch self {
    case .text(let text): .utf8(text)
    case .bytes(let bytes): .bytes(bytes)
    case .letters(let count): .bytes([UInt8](repeating: 0x61, count: count))
    case .blocks(let size, let count): .sequence(Pieces([[UInt8]](repeating: [UInt8](repeating: 0x61, count: size), count: count)))
    case .file: .file(path: file?.path ?? "")
    case .pieces(let pieces, let length): .sequence(Pieces(pieces), length: length)
    case .ending(let pieces, let trailers):
      .writer(trailers: Array(trailers.keys)) { writer in
        for piece in pieces { try await writer.write(piece) }
        return HTTPMessage(dictionary: trailers)
      }
    }
  }
}
