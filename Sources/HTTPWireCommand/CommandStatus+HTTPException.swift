import HTTPWire

extension CommandStatus {
  /// The exit status for an error of the library.
  init(_ error: HTTPException) {
    self =
      switch error {
      case .invalidURL: .badURL
      case .unsupportedScheme: .unsupportedScheme
      case .invalidMethod, .invalidHeaderName, .invalidHeaderValue, .notEncodable, .invalidArgument: .badUsage
      case .nameResolution: .nameResolution
      case .timedOut, .deadlineExceeded: .timeout
      case .incompleteRead: .incompleteBody
      case .remoteDisconnected: .emptyReply
      case .badStatusLine, .lineTooLong, .limitExceeded, .malformedHeader, .incompleteHead, .invalidContentLength, .malformedChunk,
        .unknownProtocol, .unknownTransferEncoding, .unexpectedUpgrade:
        .badReply
      case .tunnelRefused, .unexpectedTunnelData: .receiving
      case .socks: .proxy
      case .redirect(let failure): Self.ofRedirection(failure.kind)
      case .bodySource: .readingInput
      case .tls(let failure): Self.ofTLS(failure.kind)
      case .system(let failure): Self.ofCall(failure.operation)
      case .connectionFailed(let attempts): Self.ofAttempts(attempts, error.isTimeout)
      case .notConnected, .unimplementedFileMode, .cannotSendRequest, .cannotSendHeader, .responseNotReady, .closed, .cancelled,
        .custom:
        .unexpected
      }
  }

  /// The exit status for a redirection that was not followed.
  private static func ofRedirection(_ kind: RedirectFailure.Kind) -> CommandStatus {
    switch kind {
    case .tooMany, .insecure: .redirections
    case .badLocation: .badURL
    case .unsupportedScheme: .unsupportedScheme
    case .bodyNotReplayable: .notRepeatable
    }
  }

  /// The exit status for a TLS failure.
  private static func ofTLS(_ kind: TLSFailure.Kind) -> CommandStatus {
    switch kind {
    case .certificate(let failure): failure.problem == .refusedByCheck ? .pin : .certificate
    case .alert, .protocolViolation, .notTLS, .renegotiation: .handshake
    case .truncated: .incompleteBody
    case .configuration: .tlsFiles
    }
  }

  /// The exit status if no address could be connected to: that of all attempts if they agree.
  private static func ofAttempts(_ attempts: [ConnectionAttempt], _ isTimeout: Bool) -> CommandStatus {
    if isTimeout { return .timeout }
    let statuses = Set(attempts.map { CommandStatus($0.error) })
    return statuses.count == 1 ? statuses.first ?? .connecting : .connecting
  }

  /// The exit status for a failed system call, by its name.
  private static func ofCall(_ operation: String) -> CommandStatus {
    switch operation {
    case "connect", "socket", "getaddrinfo": .connecting
    case "bind": .sourceAddress
    case "send", "sendfile": .sending
    case "recv": .receiving
    case "open", "read", "fstat", "stat": .readingInput
    case "write", "fsync", "rename": .writing
    default: .unexpected
    }
  }
}
