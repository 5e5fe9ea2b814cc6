/// A step of a connection, which it has just taken or is about to take. Later versions may add cases, so a `switch` over them needs a
/// `default`.
public enum ConnectionEvent: Sendable {
  /// A request has been put together. Next, its connection is looked at or opened. The bytes are its head. The origin is what its target
  /// counts from: the scheme with the server's host, behind a tunnel if there is one, and its port: `https://www.python.org`.
  case requestPrepared(head: [UInt8], origin: String)

  // MARK: On the way to the server

  /// The connection is being opened, to the server that it was made for.
  case opening(host: String, port: Int)
  /// A name is being looked up.
  case lookUpBegan(host: String)
  /// The look-up has found these addresses, in the order in which they are tried.
  case lookUpEnded(addresses: [String])
  /// An address is being connected to, with its port: `127.0.0.1:80`.
  case connectBegan(address: String)
  /// An address could not be connected to.
  case connectFailed(address: String, HTTPException)
  /// The stream is connected to an address, from one of this machine's.
  case connected(address: String, from: String?)
  /// A SOCKS proxy, named as `host:port`, is asked to connect to the server.
  case socksBegan(proxy: String)
  /// The SOCKS proxy has connected.
  case socksEnded
  /// The proxy is asked for a tunnel. The bytes are the request's head, with the credentials hidden.
  case tunnelRequested(head: [UInt8])
  /// The proxy has answered with this head, and so opened or refused the tunnel.
  case tunnelAnswered(ResponseHead)
  /// The handshake of TLS begins, with a proxy or with the server; the name is the one to be verified.
  case handshakeBegan(name: String)
  #if TLS
  /// The handshake has ended, and the peer is the right one.
  case handshakeEnded(TLSFacts)
  #endif
  /// The connection is open: the next bytes are those of a request.
  case opened
  /// A request is about to be sent on a connection that was open already.
  case reused

  // MARK: The exchange

  /// A request begins. The bytes are its head.
  case requestBegan(head: [UInt8])
  /// The system has accepted this number of further bytes, framing included. For the bytes themselves see ``ConnectionTap``.
  case bytesSent(Int)
  /// This number of further bytes has come, framing included.
  case bytesReceived(Int)
  /// The system has accepted a part of the request's body with this number of bytes, framing not included. A body in memory is one part;
  /// for its progress see ``bytesSent(_:)``.
  case bodySent(Int)
  /// An interim response has come (RFC 9110 section 15.2).
  case interimResponse(ResponseHead)
  /// The head of the final response has come.
  case responseBegan(ResponseHead)
  /// The program has read this number of further bytes of the response's body.
  case bodyReceived(Int)
  /// The response has come to its end. The trailers are those of a chunked body.
  case responseEnded(trailers: HTTPMessage?)
  /// Opening, the request or the response has failed.
  case failed(HTTPException)
  /// The program has taken the stream for another protocol. What happens on it is not reported any more.
  case detached
  /// The stream was closed, because of these reasons; without one, because the program closed it.
  case closed(CloseReasons)
}
