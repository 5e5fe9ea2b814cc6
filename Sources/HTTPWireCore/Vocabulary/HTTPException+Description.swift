extension HTTPException {
  /// Who has to change something before the call can succeed.
  public enum Fault: Sendable, Hashable {
    /// The program: an argument, or the order of its calls.
    case caller
    /// The other side of the connection: it broke the protocol or closed the connection.
    case peer
    /// The operating system or the network.
    case environment
  }

  /// Whose fault the error is: the caller's, the peer's or the environment's.
  public var fault: Fault {
    switch self {
    case .notConnected, .invalidURL, .unimplementedFileMode, .cannotSendRequest, .cannotSendHeader, .responseNotReady,
      .invalidMethod, .invalidHeaderName, .invalidHeaderValue, .notEncodable, .invalidArgument, .unsupportedScheme, .bodySource, .closed,
      .cancelled, .custom:
      .caller
    case .unknownProtocol, .unknownTransferEncoding, .incompleteRead, .badStatusLine, .lineTooLong, .remoteDisconnected,
      .limitExceeded, .malformedHeader, .incompleteHead, .invalidContentLength, .malformedChunk, .unexpectedUpgrade, .tunnelRefused,
      .unexpectedTunnelData, .socks:
      .peer
    case .system, .connectionFailed, .timedOut, .deadlineExceeded, .nameResolution:
      .environment
    case .tls(let failure):
      failure.fault
    case .redirect(let failure):
      failure.fault
    }
  }

  /// Whether this is `cannotSendRequest`, `cannotSendHeader` or `responseNotReady` (`http.client.ImproperConnectionState`).
  public var isImproperConnectionState: Bool {
    switch self {
    case .cannotSendRequest, .cannotSendHeader, .responseNotReady: true
    default: false
    }
  }

  /// Whether this is `badStatusLine` or, as in Python, `remoteDisconnected` (`http.client.BadStatusLine`).
  public var isBadStatusLine: Bool {
    switch self {
    case .badStatusLine, .remoteDisconnected: true
    default: false
    }
  }

  /// Whether the connection is gone: `remoteDisconnected`, or a system error such as ECONNRESET (Python's `ConnectionError`).
  public var isConnectionReset: Bool {
    switch self {
    case .remoteDisconnected: true
    case .system(let failure): failure.isConnectionReset
    default: false
    }
  }

  /// Whether this is `timedOut` or `deadlineExceeded` (Python's `TimeoutError`), or `connectionFailed` because the time ended.
  public var isTimeout: Bool {
    switch self {
    case .timedOut, .deadlineExceeded: true
    case .connectionFailed(let attempts): attempts.contains { $0.error.isTimeout }
    default: false
    }
  }
}

extension HTTPException: CustomStringConvertible {
  /// A message for the user. It starts as Python's message does, if Python has one, and adds what was wrong and where.
  public var description: String {
    switch self {
    case .notConnected: "not connected, and autoOpen is off"
    case .invalidURL(let text), .invalidMethod(let text), .invalidArgument(let text), .bodySource(let text): text
    case .unknownProtocol(let version): "unknown protocol \(version)"
    case .unknownTransferEncoding(let value): "unknown transfer encoding \(PythonRepr.string(value))"
    case .unimplementedFileMode: "unimplemented file mode"
    case .incompleteRead(let partial, nil): "IncompleteRead(\(partial.count) bytes read)"
    case .incompleteRead(let partial, let expected?):
      "IncompleteRead(\(partial.count) bytes read, \(expected) more expected)"
    case .cannotSendRequest(let state): "cannot send a request: " + Self.advice(state, sending: true)
    case .cannotSendHeader(let state): "cannot send a header: " + Self.headerAdvice(state)
    case .responseNotReady(let state): "no response is ready: " + Self.advice(state, sending: false)
    case .badStatusLine(let line): "bad status line \(PythonRepr.string(line))\(Self.looksLikeTLS(line) ? "; the server speaks TLS" : "")"
    case .lineTooLong(let kind, let limit): "got more than \(limit) bytes when reading \(kind)"
    case .remoteDisconnected: "Remote end closed connection without response"
    case .invalidHeaderName(let name): "Invalid header name \(PythonRepr.bytes(name))"
    case .invalidHeaderValue(let value): "Invalid header value \(PythonRepr.bytes(value))"
    case .notEncodable(let part, let text): EncodingAdvice(part: part, text: text).description
    case .limitExceeded(let what, let limit): "got more than \(limit) \(what)"
    case .malformedHeader(let problem, let line, _): "header line \(PythonRepr.bytes(line)) \(problem.text)"
    case .incompleteHead(let received): "connection closed inside the response head, after \(received.count) bytes"
    case .invalidContentLength(let value): "invalid Content-Length \(PythonRepr.string(value))"
    case .malformedChunk(let problem, let line, _): "chunk framing \(PythonRepr.bytes(line)) \(problem.text)"
    case .unsupportedScheme("https"): "https needs the package's trait TLS, which is off in this build"
    case .unsupportedScheme(let scheme): "the scheme \(PythonRepr.string(scheme)) is not known; http and https are"
    case .redirect(let failure): failure.description
    case .unexpectedUpgrade: "got 101 (Switching Protocols), but the request had no Upgrade field"
    case .tunnelRefused(let refusal): "Tunnel connection failed: \(refusal.status) \(refusal.reason)" + Self.note(refusal.proxy)
    case .unexpectedTunnelData: "bytes followed the proxy's reply before anything was sent through the tunnel"
    case .socks(let failure): failure.description
    case .system(let failure): failure.description
    case .connectionFailed(let attempts): "could not connect: " + attempts.map(\.description).joined(separator: "; ")
    case .timedOut(let phase): "timed out while \(phase.rawValue)"
    case .deadlineExceeded(let phase, let time): "the deadline passed while \(phase.rawValue), after \(Self.seconds(time)) s"
    case .nameResolution(let failure):
      "[Errno \(failure.code)] \(failure.message): \(PythonRepr.string(failure.host))" + Self.note(failure.proxy)
    case .cancelled: "the operation was cancelled"
    case .custom(let error): "\(error)"
    case .closed: "the stream or response is closed"
    case .tls(let failure): failure.description
    }
  }
}

extension HTTPException {
  /// What to do in a state of `http.client`. Any other text, such as a close reason, is returned with what to do about it.
  private static func advice(_ state: String, sending: Bool) -> String {
    switch state {
    case "Idle": "no request is waiting for one; call request first (state \(state))"
    case "Request-started": "a request was started but not sent; call endHeaders, or close the connection (state \(state))"
    case "Request-sent" where sending:
      "the previous request has not been answered; call getResponse, or close the connection (state \(state))"
    case "Request-sent": "the previous response has not been read; read it to its end or close it (state \(state))"
    default: sending ? "\(state); open another connection" : state
    }
  }

  private static func headerAdvice(_ state: String) -> String {
    state == "Request-sent"
      ? "the headers of the request have been sent; call getResponse, or close the connection (state \(state))"
      : "no request was started; call putRequest first (state \(state))"
  }

  /// A time in seconds, with three digits after the point.
  private static func seconds(_ time: Duration) -> String {
    let (seconds, attoseconds) = time.components
    let thousandths = String(attoseconds / 1_000_000_000_000_000)
    return "\(seconds)." + String(repeating: "0", count: max(0, 3 - thousandths.utf8.count)) + thousandths
  }

  /// Whether a reply starts like a TLS record: an alert or a handshake of version 3.x (RFC 8446 section 5.1).
  static func looksLikeTLS(_ line: String) -> Bool {
    line.unicodeScalars.starts(with: ["\u{15}", "\u{3}"]) || line.unicodeScalars.starts(with: ["\u{16}", "\u{3}"])
  }
}
