/// An exchange in the names of OpenTelemetry's semantic conventions for HTTP clients.
package struct SemanticAttributes: Sendable {
  /// The value of an attribute.
  package enum Value: Sendable, CustomStringConvertible {
    case text(String)
    case integer(Int)

    package var description: String {
      switch self {
      case .text(let text): text
      case .integer(let number): String(number)
      }
    }
  }

  /// The methods that stand for themselves. Others are `_OTHER`, so that a server's or user's text can't make any number of time series.
  private static let knownMethods: Set = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"]

  /// Those with few values, which a metric may have.
  package private(set) var common: [(name: String, value: Value)] = []
  /// Those that are another for nearly every exchange.
  package private(set) var particular: [(name: String, value: Value)] = []

  /// All of them.
  package var all: [(name: String, value: Value)] { common + particular }

  /// The attributes of an exchange, as far as it has come.
  package init(_ exchange: ObservedExchange) {
    let method = exchange.request.method
    common.append(("http.request.method", .text(Self.isKnown(method) ? method : "_OTHER")))
    if !Self.isKnown(method) { particular.append(("http.request.method_original", .text(method))) }
    if let (host, port) = exchange.authority {
      common.append(("server.address", .text(host)))
      common.append(("server.port", .integer(port)))
    }
    common.append(("url.scheme", .text(exchange.url.hasPrefix("https:") ? "https" : "http")))
    particular.append(("url.full", .text(exchange.url)))
    if let peer = exchange.route.peer { addPeer(peer) }
    if let response = exchange.response {
      common.append(("http.response.status_code", .integer(response.status)))
      common.append(("network.protocol.version", .text(response.version == .http11 ? "1.1" : "1.0")))
    }
    if let type = exchange.errorType { common.append(("error.type", .text(type))) }
    if exchange.bodySent > 0 { particular.append(("http.request.body.size", .integer(exchange.bodySent))) }
    if exchange.response != nil { particular.append(("http.response.body.size", .integer(exchange.bodyReceived))) }
  }

  /// Whether a method stands for itself.
  package static func isKnown(_ method: String) -> Bool { knownMethods.contains(method) }

  private mutating func addPeer(_ peer: String) {
    particular.append(("network.peer.address", .text(HAREntry.ipAddress(peer) ?? peer)))
    if let port = HAREntry.port(peer).flatMap({ Int($0) }) { particular.append(("network.peer.port", .integer(port))) }
  }
}

extension ObservedExchange {
  /// Whether the exchange failed, as a client sees it: it ended without its whole response, or the response is an error.
  package var errorType: String? {
    if let failure { return failure.typeName }
    if let response, response.status >= 400 { return String(response.status) }
    return end == nil || hasEnded ? nil : "abandoned"
  }
}

extension HTTPException {
  /// The name of the case, for a place where few different values are wanted.
  package var typeName: String {
    switch self {
    case .notConnected: "notConnected"
    case .invalidURL: "invalidURL"
    case .unsupportedScheme: "unsupportedScheme"
    case .unknownProtocol: "unknownProtocol"
    case .unknownTransferEncoding: "unknownTransferEncoding"
    case .unimplementedFileMode: "unimplementedFileMode"
    case .incompleteRead: "incompleteRead"
    case .cannotSendRequest: "cannotSendRequest"
    case .cannotSendHeader: "cannotSendHeader"
    case .responseNotReady: "responseNotReady"
    case .badStatusLine: "badStatusLine"
    case .lineTooLong: "lineTooLong"
    case .remoteDisconnected: "remoteDisconnected"
    case .tunnelRefused: "tunnelRefused"
    case .limitExceeded: "limitExceeded"
    case .malformedHeader: "malformedHeader"
    case .incompleteHead: "incompleteHead"
    case .invalidContentLength: "invalidContentLength"
    case .malformedChunk: "malformedChunk"
    case .system: "system"
    case .timedOut, .deadlineExceeded: "timeout"
    case .nameResolution: "nameResolution"
    case .bodySource: "bodySource"
    case .cancelled: "cancelled"
    case .closed: "closed"
    case .custom: "custom"
    case .tls: "tls"
    case .connectionFailed: isTimeout ? "timeout" : "connectionFailed"
    case .socks: "socks"
    case .redirect: "redirect"
    case .unexpectedTunnelData: "unexpectedTunnelData"
    case .unexpectedUpgrade: "unexpectedUpgrade"
    case .invalidMethod, .invalidHeaderName, .invalidHeaderValue, .notEncodable, .invalidArgument: "invalidArgument"
    }
  }
}
