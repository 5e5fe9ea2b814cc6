// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Python's spellings of the connection's interface. They are unavailable: typing one gets the compiler's fix-it with the Swift name.

extension HTTPConnection {
  /// Python's name of ``getResponse()``.
  @available(*, unavailable, renamed: "getResponse()")
  public func getresponse() throws(HTTPException) -> HTTPResponse { try getResponse() }

  /// Python's name of ``setDebugLevel(_:)``.
  @available(*, unavailable, renamed: "setDebugLevel(_:)")
  public func set_debuglevel(_ level: Int) { setDebugLevel(level) }

  /// Python's name of ``setTunnel(_:port:headers:)``.
  @available(*, unavailable, renamed: "setTunnel(_:port:headers:)")
  public func set_tunnel(_ host: String, _ port: Int? = nil, headers: HTTPMessage = [:]) throws(HTTPException) {
    try setTunnel(host, port: port, headers: headers)
  }

  /// Python's name of ``proxyResponseHeaders``.
  @available(*, unavailable, renamed: "proxyResponseHeaders")
  public func get_proxy_response_headers() -> HTTPMessage? { proxyResponseHeaders }

  /// Python's name of ``putRequest(_:_:skipHost:skipAcceptEncoding:)``.
  @available(*, unavailable, renamed: "putRequest(_:_:skipHost:skipAcceptEncoding:)")
  public func putrequest(
    _ method: String, _ url: String, skip_host: Bool = false, skip_accept_encoding: Bool = false
  ) throws(HTTPException) {
    try putRequest(method, url, skipHost: skip_host, skipAcceptEncoding: skip_accept_encoding)
  }

  /// Python's name of ``putHeader(_:_:)``.
  @available(*, unavailable, renamed: "putHeader(_:_:)")
  public func putheader(_ name: String, _ values: HeaderValue...) throws(HTTPException) { try putHeader(name, values) }

  /// Python's name of ``endHeaders(_:encodeChunked:)``.
  @available(*, unavailable, renamed: "endHeaders(_:encodeChunked:)")
  public func endheaders(_ body: RequestBody? = nil, encode_chunked: Bool = false) throws(HTTPException) {
    try endHeaders(body, encodeChunked: encode_chunked)
  }

  /// Python's name of ``debugLevel``.
  @available(*, unavailable, renamed: "debugLevel")
  public var debuglevel: Int { debugLevel }

  /// Python's name of ``sourceAddress``.
  @available(*, unavailable, renamed: "sourceAddress")
  public var source_address: SourceAddress? { sourceAddress }

  /// Python's name of ``stream``.
  @available(*, unavailable, renamed: "stream")
  public var sock: (any ByteStream)? { stream }

  /// Python's name of ``autoOpen``.
  @available(*, unavailable, renamed: "autoOpen")
  public var auto_open: Bool { autoOpen }

  /// Python's name of ``defaultPort``.
  @available(*, unavailable, renamed: "defaultPort")
  public var default_port: Int { defaultPort }

  /// Python's name of ``blockSize``.
  @available(*, unavailable, renamed: "blockSize")
  public var blocksize: Int { blockSize }

  /// Python's name of ``maxResponseHeaders``.
  @available(*, unavailable, renamed: "maxResponseHeaders")
  public var max_response_headers: Int { maxResponseHeaders }
}
