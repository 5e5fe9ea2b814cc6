import HTTPWire

/// What is written of an error into a trace: Python's class, and what Python says of it.
enum PythonErrors {
  static func json(_ error: HTTPException, of operation: String) -> JSON {
    switch error {
    case .incompleteRead(let partial, let expected):
      .object([
        ("type", "IncompleteRead"), ("text", .string(error.description)), ("partial", .bytes(partial)),
        ("expected", expected.map { .int(Int(clamping: $0)) } ?? .null),
      ])
    case .system(let failure): number(SystemErrors.pythonClass(of: failure.code), .int(Int(failure.code)))
    // `create_connection` raises the error of the address that it tried last.
    case .connectionFailed(let attempts): json(attempts.last?.error ?? .timedOut(.connecting), of: operation)
    case .timedOut, .deadlineExceeded: number("TimeoutError", .null)
    case .nameResolution: number("gaierror", .null)
    default: text(name(of: error, operation), message(of: error))
    }
  }

  /// The name of an error's class.
  static func name(of error: HTTPException, _ operation: String) -> String {
    switch error {
    case .notConnected: "NotConnected"
    case .invalidURL: "InvalidURL"
    case .unknownProtocol: "UnknownProtocol"
    case .incompleteRead: "IncompleteRead"
    case .cannotSendRequest: "CannotSendRequest"
    case .cannotSendHeader: "CannotSendHeader"
    case .responseNotReady: "ResponseNotReady"
    case .badStatusLine: "BadStatusLine"
    case .lineTooLong: "LineTooLong"
    case .remoteDisconnected: "RemoteDisconnected"
    case .limitExceeded: "HTTPException"
    case .invalidMethod, .invalidHeaderName, .invalidHeaderValue: "ValueError"
    case .invalidArgument(let text): operation == "setTunnel" && text.contains("established") ? "RuntimeError" : "ValueError"
    case .notEncodable: "UnicodeEncodeError"
    case .system(let failure): SystemErrors.pythonClass(of: failure.code)
    case .connectionFailed(let attempts): name(of: attempts.last?.error ?? .timedOut(.connecting), operation)
    case .timedOut, .deadlineExceeded: "TimeoutError"
    case .nameResolution: "gaierror"
    case .tunnelRefused: "OSError"
    case .tls(let failure): if case .certificate = failure.kind { "SSLCertVerificationError" } else { "SSLError" }
    case .unknownTransferEncoding: "unknownTransferEncoding"
    case .unimplementedFileMode: "unimplementedFileMode"
    case .malformedHeader: "malformedHeader"
    case .incompleteHead: "incompleteHead"
    case .invalidContentLength: "invalidContentLength"
    case .malformedChunk: "malformedChunk"
    case .unexpectedUpgrade: "unexpectedUpgrade"
    case .unexpectedTunnelData: "unexpectedTunnelData"
    case .socks: "socks"
    case .unsupportedScheme: "unsupportedScheme"
    case .redirect: "redirect"
    case .bodySource: "bodySource"
    case .closed: "closed"
    case .cancelled: "cancelled"
    case .custom: "custom"
    }
  }

  /// What Python's message says.
  private static func message(of error: HTTPException) -> String {
    switch error {
    case .notConnected, .cannotSendHeader, .notEncodable, .closed, .tls: ""
    case .cannotSendRequest(let text), .responseNotReady(let text), .unknownProtocol(let text): text
    case .tunnelRefused(let refusal): "Tunnel connection failed: \(refusal.status) \(refusal.reason)"
    case .badStatusLine(let line): line.isEmpty ? "''" : line
    default: error.description
    }
  }

  private static func text(_ type: String, _ text: String) -> JSON { .object([("type", .string(type)), ("text", .string(text))]) }

  private static func number(_ type: String, _ number: JSON) -> JSON { .object([("type", .string(type)), ("errno", number)]) }
}

extension JSON: ExpressibleByStringLiteral {
  /// Text.
  init(stringLiteral value: String) { self = .string(value) }
}
