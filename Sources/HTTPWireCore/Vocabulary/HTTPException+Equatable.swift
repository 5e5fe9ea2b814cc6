extension HTTPException: Equatable {
  /// Errors are equal if their cases and values are. Two `custom` errors are equal if their types and texts are.
  public static func == (a: HTTPException, b: HTTPException) -> Bool {
    switch (a, b) {
    case (.invalidURL(let a), .invalidURL(let b)): a == b
    case (.unknownProtocol(let a), .unknownProtocol(let b)): a == b
    case (.unknownTransferEncoding(let a), .unknownTransferEncoding(let b)): a == b
    case (.incompleteRead(let a1, let a2), .incompleteRead(let b1, let b2)): (a1, a2) == (b1, b2)
    case (.cannotSendRequest(let a), .cannotSendRequest(let b)): a == b
    case (.cannotSendHeader(let a), .cannotSendHeader(let b)): a == b
    case (.responseNotReady(let a), .responseNotReady(let b)): a == b
    case (.badStatusLine(let a), .badStatusLine(let b)): a == b
    case (.lineTooLong(let a1, let a2), .lineTooLong(let b1, let b2)): (a1, a2) == (b1, b2)
    case (.invalidMethod(let a), .invalidMethod(let b)): a == b
    case (.invalidHeaderName(let a), .invalidHeaderName(let b)): a == b
    case (.invalidHeaderValue(let a), .invalidHeaderValue(let b)): a == b
    case (.notEncodable(let a1, let a2), .notEncodable(let b1, let b2)): (a1, a2) == (b1, b2)
    case (.unsupportedScheme(let a), .unsupportedScheme(let b)): a == b
    case (.invalidArgument(let a), .invalidArgument(let b)): a == b
    case (.limitExceeded(let a1, let a2), .limitExceeded(let b1, let b2)): (a1, a2) == (b1, b2)
    case (.malformedHeader(let a1, let a2, let a3), .malformedHeader(let b1, let b2, let b3)): (a1, a2, a3) == (b1, b2, b3)
    case (.incompleteHead(let a), .incompleteHead(let b)): a == b
    case (.invalidContentLength(let a), .invalidContentLength(let b)): a == b
    case (.malformedChunk(let a1, let a2, let a3), .malformedChunk(let b1, let b2, let b3)): (a1, a2, a3) == (b1, b2, b3)
    case (.redirect(let a), .redirect(let b)): a == b
    case (.tunnelRefused(let a), .tunnelRefused(let b)): a == b
    case (.socks(let a), .socks(let b)): a == b
    case (.system(let a), .system(let b)): a == b
    case (.connectionFailed(let a), .connectionFailed(let b)): a == b
    case (.timedOut(let a), .timedOut(let b)): a == b
    case (.deadlineExceeded(let a1, let a2), .deadlineExceeded(let b1, let b2)): (a1, a2) == (b1, b2)
    case (.nameResolution(let a), .nameResolution(let b)): a == b
    case (.bodySource(let a), .bodySource(let b)): a == b
    case (.custom(let a), .custom(let b)): type(of: a) == type(of: b) && "\(a)" == "\(b)"
    case (.tls(let a), .tls(let b)): a == b
    case (.notConnected, .notConnected), (.unimplementedFileMode, .unimplementedFileMode), (.remoteDisconnected, .remoteDisconnected),
      (.unexpectedUpgrade, .unexpectedUpgrade), (.unexpectedTunnelData, .unexpectedTunnelData), (.closed, .closed),
      (.cancelled, .cancelled):
      true
    default: false
    }
  }
}
