/// The errors of this package. Every throwing function throws this type.
///
/// The first group has one case for each exception class of Python's `http.client`. The other groups are errors that `http.client`
/// reports as `ValueError`, `OSError`, `TimeoutError` or `gaierror`, and errors that it does not notice.
/// The predicates replace Python's class hierarchy: `isImproperConnectionState`, `isBadStatusLine`, `isConnectionReset`, `isTimeout`.
/// ``fault`` says who has to change something.
///
/// ```swift
/// do {
///   let body = try response.read()
/// } catch .incompleteRead(let partial, _) {
///   use(partial)
/// } catch let error where error.isTimeout {
///   retryLater()
/// }
/// ```
///
/// Later versions may add cases. Give a `switch` a `default`, and end a list of `catch` clauses with a plain `catch`.
public enum HTTPException: Error, Sendable {
  // MARK: http.client's own classes

  /// The connection is closed and its `autoOpen` is off (`http.client.NotConnected`).
  case notConnected
  /// The host, port or request target is not valid (`http.client.InvalidURL`). The text names the part and the problem.
  case invalidURL(String)
  /// The status line names a version other than HTTP/1.x (`http.client.UnknownProtocol`). The text is that version.
  case unknownProtocol(String)
  /// The response's `Transfer-Encoding` is not exactly `chunked`, so its body can't be read (`http.client.UnknownTransferEncoding`;
  /// RFC 9112 section 6.1). The text is the field's value.
  case unknownTransferEncoding(String)
  /// Never thrown, as in Python; here for its name (`http.client.UnimplementedFileMode`).
  case unimplementedFileMode
  /// The peer closed the connection before the body was complete (`http.client.IncompleteRead`; RFC 9112 section 8). `partial` holds
  /// the bytes that the failed call had received. `expected` is the number of missing bytes, or nil if the framing does not say.
  case incompleteRead(partial: [UInt8], expected: UInt64?)
  /// A new request while the last one is unfinished, or on a connection that must not be reused (`http.client.CannotSendRequest`). The
  /// text is the state's name in Python, or the reason.
  case cannotSendRequest(String)
  /// `putHeader` or `endHeaders` without `putRequest` (`http.client.CannotSendHeader`). The text is the state's name in Python.
  case cannotSendHeader(String)
  /// `getResponse` when no request was sent or the previous response is unread (`http.client.ResponseNotReady`). The text is the state's
  /// name in Python.
  case responseNotReady(String)
  /// The first line of the reply is not a status line (`http.client.BadStatusLine`; RFC 9112 section 4). The text is that line,
  /// or what had arrived of it when it could no longer become one.
  case badStatusLine(String)
  /// A line is longer than `limit` bytes (`http.client.LineTooLong`). `kind` is "status line", "header line", "chunk size" or
  /// "trailer line".
  case lineTooLong(kind: String, limit: Int)
  /// The peer closed the connection without sending a byte of a reply (`http.client.RemoteDisconnected`).
  case remoteDisconnected

  // MARK: Bad arguments (Python's ValueError, TypeError, UnicodeEncodeError)

  /// The method is not a token (RFC 9110 section 9.1). The text names the method and the first bad character.
  case invalidMethod(String)
  /// The field name is not a token (RFC 9110 section 5.1). The value is the name.
  case invalidHeaderName([UInt8])
  /// The field value has a control character, which could end or forge a field (RFC 9110 section 5.5), or contradicts another framing
  /// field. The value is the field value.
  case invalidHeaderValue([UInt8])
  /// The text has characters beyond the charset of its part of the request. `part` is "body", "header value", ….
  case notEncodable(part: String, text: String)
  /// A URL has a scheme that is not spoken here. The text is the scheme in lower case. It is "https" only if the package's trait TLS is
  /// off.
  case unsupportedScheme(String)
  /// Another argument is not valid, or arguments contradict each other, such as a body and its framing fields. The text says which and why.
  case invalidArgument(String)

  // MARK: A peer that breaks the protocol

  /// The peer sent more of something than ``ParsingLimits`` allow. `what` is "headers", "trailers", "interim responses", ….
  case limitExceeded(what: String, limit: Int)
  /// A field line breaks RFC 9112 section 5. `line` is that line, `received` is the head up to and including it.
  case malformedHeader(HeaderProblem, line: [UInt8], received: [UInt8])
  /// The peer closed the connection inside a response head (RFC 9112 section 8). `received` is the part of the head that came.
  case incompleteHead(received: [UInt8])
  /// The `Content-Length` is not a number of bytes, or several differ (RFC 9112 section 6.3). The text is the value.
  case invalidContentLength(String)
  /// The chunk framing breaks RFC 9112 section 7.1. `line` is the bad framing, `partial` the body bytes that the failed call had
  /// received.
  case malformedChunk(ChunkProblem, line: [UInt8], partial: [UInt8])
  /// The reply is 101 (Switching Protocols), but the request had no `Upgrade` field (RFC 9110 section 15.2.2).
  case unexpectedUpgrade

  /// A redirection must not or can't be followed (RFC 9110 section 15.4).
  case redirect(RedirectFailure)

  // MARK: A proxy

  /// The proxy did not open the tunnel (RFC 9110 section 9.3.6). The value is its reply to CONNECT.
  case tunnelRefused(TunnelRefusal)
  /// Bytes followed the proxy's reply to CONNECT before anything was sent through the tunnel. The target can't have sent them.
  case unexpectedTunnelData
  /// A SOCKS proxy did not connect to the server (RFC 1928).
  case socks(SOCKSFailure)

  // MARK: The operating system (Python's OSError, TimeoutError, gaierror)

  /// A system call failed.
  case system(SystemFailure)
  /// None of a name's addresses could be connected to. The value has each of them, in the order in which they were tried. Python raises the
  /// last one's error.
  case connectionFailed([ConnectionAttempt])
  /// An operation took longer than the connection's timeout. The value is what it waited for.
  case timedOut(TimeoutPhase)
  /// The exchange was not done by its deadline (`HTTPConnection.deadline`). The values are what was being waited for, and how
  /// long the exchange had taken.
  case deadlineExceeded(TimeoutPhase, after: Duration)
  /// A host name could not be resolved (Python's `socket.gaierror`).
  case nameResolution(ResolutionFailure)
  /// The source of the request body could not be read. The text says why.
  case bodySource(String)
  /// The stream or response was already closed.
  case closed
  /// The exchange was cancelled (`Canceller`).
  case cancelled
  /// The caller's own code threw an error: a stream, a body source, an opener, or a closure that receives lines or chunks.
  case custom(any Error)

  // MARK: TLS (Python's ssl.SSLError)

  /// TLS failed: the peer's certificate, the handshake, the protocol, or this side's settings.
  case tls(TLSFailure)
}
