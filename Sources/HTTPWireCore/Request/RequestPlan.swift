/// Decides which fields a request needs beside the caller's headers (`HTTPConnection._send_request`). It uses no stream, so all drivers
/// share it.
package struct RequestPlan {
  package private(set) var hasHost = false
  package private(set) var hasAcceptEncoding = false
  private var hasContentLength = false
  private var hasTransferEncoding = false
  /// Whether `Content-Length` is added where it belongs.
  private var addsLength = true

  /// What is known about a body before it is sent.
  package enum Body: Sendable, Equatable {
    /// There is no body.
    case absent
    /// The body has this many bytes.
    case length(Int)
    /// The length is known only after the body was read.
    case unknownLength
  }

  package init(headers: borrowing HTTPMessage) {
    if headers.isEmpty { return }
    let slots = headers.slots.span
    for index in slots.indices {
      // The lengths rule out most names without a comparison.
      switch slots[index].nameCount {
      case 4: if headers.hasName("host", at: index) { hasHost = true }
      case 14: if headers.hasName("content-length", at: index) { hasContentLength = true }
      case 15: if headers.hasName("accept-encoding", at: index) { hasAcceptEncoding = true }
      case 17: if headers.hasName("transfer-encoding", at: index) { hasTransferEncoding = true }
      default: break
      }
    }
  }

  /// A plan that adds some fields only. What it leaves out counts as the caller's.
  package init(headers: borrowing HTTPMessage, adding added: AutomaticFields) {
    self.init(headers: headers)
    if !added.contains(.host) { hasHost = true }
    if !added.contains(.acceptEncoding) { hasAcceptEncoding = true }
    addsLength = added.contains(.contentLength)
  }

  /// Whether the plan chooses the body's framing, because the caller's headers do not.
  package var framesBody: Bool { !hasContentLength && !hasTransferEncoding }

  /// Adds the framing field, unless the caller's headers have one, and returns whether to send the body in chunks. `encodeChunked`
  /// decides that if the caller's headers have a `Transfer-Encoding`.
  ///
  /// Throws `invalidArgument` for a body without a length in HTTP/1.0, which has no chunks (RFC 9112 section 6.1).
  package func addFraming(
    to head: inout RequestHead, of body: Body, method: String, version: HTTPVersion, encodeChunked: Bool
  ) throws(HTTPException) -> Bool {
    if hasContentLength { return false }
    if hasTransferEncoding { return encodeChunked }
    switch body {
    case .absent:
      if Self.expectsBody(method), addsLength { try head.add("Content-Length", "0") }
      return false
    case .length(let length) where addsLength:
      try head.add("Content-Length", String(length))
      return false
    case .length, .unknownLength:
      guard version == .http11 || head.isLoose else {
        throw .invalidArgument("a body of unknown length needs a Content-Length in HTTP/1.0")
      }
      try head.add("Transfer-Encoding", "chunked")
      return true
    }
  }

  /// Whether requests with the method usually have a body, so that an absent one needs `Content-Length: 0` (RFC 9110 section 8.6).
  private static func expectsBody(_ method: String) -> Bool {
    guard let first = method.utf8.first, first | 0x20 == UInt8(ascii: "p") else { return false }
    return switch method.lowercased() {
    case "put", "post", "patch": true
    default: false
    }
  }
}
