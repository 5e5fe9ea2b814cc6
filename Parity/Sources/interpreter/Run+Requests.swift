import HTTPWire

// The steps over a connection.

extension Run {
  func connect(_ step: Fields) throws -> JSON {
    try liveConnection().connect()
    return .null
  }

  func close(_ step: Fields) throws -> JSON {
    try liveConnection().close()
    return .null
  }

  func request(_ step: Fields) throws -> JSON {
    let connection = try liveConnection()
    let (method, url) = (try step.text("method"), try step.text("url"))
    let headers = HTTPMessage(try step.pairs("headers"))
    let isChunked = try step.bool("chunked")
    let body = try Body.of(step)
    try noting(method) { () throws(HTTPException) in
      // What takes a span never chunks it.
      if case .span(let bytes) = body, !isChunked {
        try connection.request(method, url, body: bytes.span, headers: headers)
      } else {
        try connection.request(method, url, body: body?.requestBody, headers: headers, encodeChunked: isChunked)
      }
    }
    return .null
  }

  func putRequest(_ step: Fields) throws -> JSON {
    let connection = try liveConnection()
    let (method, url) = (try step.text("method"), try step.text("url"))
    let (skipsHost, skipsEncoding) = (try step.bool("skipHost"), try step.bool("skipAcceptEncoding"))
    try noting(method) { () throws(HTTPException) in
      try connection.putRequest(method, url, skipHost: skipsHost, skipAcceptEncoding: skipsEncoding)
    }
    return .null
  }

  func putHeader(_ step: Fields) throws -> JSON {
    let connection = try liveConnection()
    var values: [HeaderValue] = []
    for value in try step.list("values") {
      switch value {
      case .string(let text): values.append(HeaderValue(text))
      case .int(let number): values.append(HeaderValue(number))
      default: values.append(HeaderValue(try Fields(value, "\(step.place): value").bytes("bytes")))
      }
    }
    try connection.putHeader(step.text("name"), values)
    return .null
  }

  func endHeaders(_ step: Fields) throws -> JSON {
    let connection = try liveConnection()
    try connection.endHeaders(Body.of(step)?.requestBody, encodeChunked: step.bool("chunked"))
    return .null
  }

  func send(_ step: Fields) throws -> JSON {
    let connection = try liveConnection()
    switch try Body.of(step) {
    case .made(let body): try connection.send(body)
    case .span(let bytes): try connection.send(bytes.span)
    case nil: throw step.wrong("body", "body")
    }
    return .null
  }

  func getResponse(_ step: Fields) throws -> JSON {
    let response = try liveConnection().getResponse()
    responses.append(response)
    if response.status == HTTPStatus.switchingProtocols || method == HTTPMethod.connect { hasLeftHTTP = true }
    return .object(HeaderFacts.head(response))
  }

  func stream(_ step: Fields) throws -> JSON {
    let connection = try liveConnection()
    let room = try step.room("read")
    guard let stream = connection.stream else { return .null }
    // As Python's socket, which keeps the timeout that it was opened with.
    let timeout = peer.timeout
    return .bytes(try Room.filled(room) { (buffer) throws(HTTPException) in try stream.read(into: &buffer, timeout: timeout) })
  }

  /// Keeps the method of a request that was begun, so that its response can be told from others.
  private func noting(_ method: String, _ begin: () throws(HTTPException) -> Void) throws(HTTPException) {
    do {
      try begin()
      self.method = method
    } catch {
      switch error {
      case .cannotSendRequest, .invalidMethod: break
      default: self.method = method
      }
      throw error
    }
  }
}
