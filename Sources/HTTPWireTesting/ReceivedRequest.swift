public import HTTPWire

/// A request as the server received it.
public struct ReceivedRequest: Sendable, Equatable {
  /// The method, as it came.
  public var method: String
  /// The request target, as it came.
  public var target: String
  /// The version, as it came (`HTTP/1.1`).
  public var version: String
  /// The fields of the head.
  public var headers: HTTPMessage
  /// The whole head, request line and empty line included, byte for byte.
  public var headBytes: [UInt8]
  /// The body with its chunk framing removed; empty until it has been read.
  public var body: [UInt8] = []
  /// The fields after a chunked body; empty until it has been read.
  public var trailers: HTTPMessage = [:]

  /// The body as text. Bytes that are not UTF-8 are replaced.
  public var text: String { String(decoding: body, as: UTF8.self) }

  /// Whether the client wants to keep the connection open after the reply (RFC 9112 section 9.3).
  public var keepsAlive: Bool {
    let options = headers.listItems("Connection")
    if options.contains("close") { return false }
    return version == "HTTP/1.1" || options.contains("keep-alive")
  }
}

extension ReceivedRequest {
  /// Parses a head up to and including its empty line. It is strict, to find the errors of a client.
  ///
  /// Throws `invalidArgument` for an invalid request line and `malformedHeader` for an invalid field line (RFC 9112).
  init(head: [UInt8]) throws(HTTPException) {
    var lines = head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast(2)
    let requestLine = try Self.withoutLineEnd(lines.popFirst() ?? [], of: head)
    let parts = requestLine.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }), parts[2].starts(with: Array("HTTP/1.".utf8)) else {
      throw .invalidArgument("malformed request line \(PythonRepr.bytes(requestLine))")
    }
    method = Self.text(parts[0])
    target = Self.text(parts[1])
    version = Self.text(parts[2])
    headers = [:]
    headBytes = head
    for line in lines { try Self.add(Self.withoutLineEnd(line, of: head), to: &headers, received: head) }
  }

  /// Adds a field line to fields.
  static func add(_ line: ArraySlice<UInt8>, to fields: inout HTTPMessage, received: [UInt8]) throws(HTTPException) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
      throw .malformedHeader(.noColon, line: Array(line), received: received)
    }
    let name = line[..<colon]
    if name.isEmpty || name.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) {
      throw .malformedHeader(.illegalName, line: Array(line), received: received)
    }
    let isWhitespace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    var value = line[(colon + 1)...].drop(while: isWhitespace)
    while let last = value.last, isWhitespace(last) { value.removeLast() }
    fields.add(name: name, value: value)
  }

  /// How the body ends. Throws `unknownTransferEncoding` and `invalidContentLength`.
  func framing() throws(HTTPException) -> RequestFraming {
    let encodings = headers.listItems("Transfer-Encoding")
    let lengths = Set(headers.listItems("Content-Length"))
    if !encodings.isEmpty {
      guard encodings == ["chunked"] else { throw .unknownTransferEncoding(encodings.joined(separator: ", ")) }
      return .chunked
    }
    guard let length = lengths.first else { return .none }
    guard lengths.count == 1, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(length) else {
      throw .invalidContentLength(headers.getAll("Content-Length").joined(separator: ", "))
    }
    return count == 0 ? .none : .length(count)
  }

  private static func withoutLineEnd(_ line: ArraySlice<UInt8>, of head: [UInt8]) throws(HTTPException) -> ArraySlice<UInt8> {
    guard line.last == UInt8(ascii: "\r") else { throw .malformedHeader(.bareLineFeed, line: Array(line), received: head) }
    return line.dropLast()
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    return String(text)
  }
}
