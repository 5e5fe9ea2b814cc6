/// Everything that can go wrong in this package, as one type: each throwing function throws exactly this.
///
/// The first group has one case for each exception class of Python's `http.client`. The second has one for each thing that
/// module reports as `ValueError`, `OSError`, `TimeoutError` or `gaierror`, and for what it does not notice at all.
/// Python's class hierarchy is the predicates (`isImproperConnectionState`, `isBadStatusLine`, `isConnectionReset`, `isTimeout`),
/// and ``fault`` says who has to change something.
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
/// Later versions may add cases: a `switch` over it wants a `default`, and a list of `catch` clauses a last plain one.
public enum HTTPException: Error, Sendable {
  // MARK: http.client's own classes

  /// A request on a closed connection whose `autoOpen` is off (`http.client.NotConnected`).
  case notConnected
  /// A host, port or request target that must not reach the wire (`http.client.InvalidURL`). The text says what and where.
  case invalidURL(String)
  /// The status line names a protocol version other than HTTP/1.x (`http.client.UnknownProtocol`).
  case unknownProtocol(String)
  /// The response's `Transfer-Encoding` is not exactly `chunked`, so its end can't be found (`http.client.UnknownTransferEncoding`;
  /// RFC 9112 section 6.1).
  case unknownTransferEncoding(String)
  /// Kept for its name; nothing throws it, as in Python (`http.client.UnimplementedFileMode`).
  case unimplementedFileMode
  /// The peer closed before the body was complete (`http.client.IncompleteRead`; RFC 9112 section 8). `partial` holds the bytes
  /// the failing call had received, `expected` the number of bytes still missing where the framing tells it.
  case incompleteRead(partial: [UInt8], expected: UInt64?)
  /// A new request while the last one is unfinished (`http.client.CannotSendRequest`). The text is the state.
  case cannotSendRequest(String)
  /// `putHeader` or `endHeaders` without `putRequest` (`http.client.CannotSendHeader`). The text is the state.
  case cannotSendHeader(String)
  /// `getResponse` with no request sent, or with the previous response still unread (`http.client.ResponseNotReady`).
  case responseNotReady(String)
  /// The first line of the reply is no status line (`http.client.BadStatusLine`; RFC 9112 section 4). The text is that line.
  case badStatusLine(String)
  /// A line longer than the limit (`http.client.LineTooLong`): `kind` is "status line", "header line", "chunk size" or
  /// "trailer line", `limit` is in bytes.
  case lineTooLong(kind: String, limit: Int)
  /// The peer closed without sending a byte of a reply (`http.client.RemoteDisconnected`).
  case remoteDisconnected

  // MARK: Bad arguments (Python's ValueError, TypeError, UnicodeEncodeError)

  /// A method that is not a token (RFC 9110 section 9.1). The text says what was found where.
  case invalidMethod(String)
  /// A field name that is not a token (RFC 9110 section 5.1).
  case invalidHeaderName([UInt8])
  /// A field value with a byte that would end or forge a field (RFC 9110 section 5.5).
  case invalidHeaderValue([UInt8])
  /// Text that the protocol's charset can't carry: `part` names where it stood ("body", "header value", …).
  case notEncodable(part: String, text: String)
  /// Any other argument out of its range. The text says which and why.
  case invalidArgument(String)

  // MARK: A peer that breaks the protocol

  /// More of something than the limits allow: `what` is "headers", "trailers", "interim responses", …
  case limitExceeded(what: String, limit: Int)
  /// A field line that breaks RFC 9112 section 5. `line` is the offending line, `received` all bytes of the head so far.
  case malformedHeader(HeaderProblem, line: [UInt8], received: [UInt8])
  /// The peer closed inside a response head. `received` holds the bytes of the head so far (RFC 9112 section 8).
  case incompleteHead(received: [UInt8])
  /// A `Content-Length` that is no number of bytes, or several that disagree (RFC 9112 section 6.3). The text is the value.
  case invalidContentLength(String)
  /// Chunk framing that breaks RFC 9112 section 7.1. `line` is the offending framing, `partial` the body bytes that the failing
  /// call had received.
  case malformedChunk(ChunkProblem, line: [UInt8], partial: [UInt8])
  /// 101 (Switching Protocols) in reply to a request that had no `Upgrade` field (RFC 9110 section 15.2.2).
  case unexpectedUpgrade

  // MARK: A proxy

  /// A proxy did not open the tunnel that CONNECT asked for; what it said instead goes with it (RFC 9110 section 9.3.6).
  case tunnelRefused(TunnelRefusal)
  /// Bytes followed a proxy's reply to CONNECT before anything was sent through the tunnel, so that its far end can't have sent them.
  case unexpectedTunnelData

  // MARK: The operating system (Python's OSError, TimeoutError, gaierror)

  /// A system call failed.
  case system(SystemFailure)
  /// An operation took longer than the connection's timeout. The value says what was being waited for.
  case timedOut(TimeoutPhase)
  /// A host name could not be resolved (Python's `socket.gaierror`).
  case nameResolution(ResolutionFailure)
  /// The source of a request body could not be read. The text says why.
  case bodySource(String)
  /// An operation on a stream or response that was closed before.
  case closed
  /// The operation was cancelled from outside.
  case cancelled
  /// An error of the caller's own code: of a stream, a body source, an opener, or a closure that was handed lines or chunks.
  case custom(any Error)

  // MARK: TLS (Python's ssl.SSLError)

  /// TLS failed: the peer's certificate, the handshake, the protocol, or this side's settings.
  case tls(TLSFailure)
}
