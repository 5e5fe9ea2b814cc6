import HTTPWire

/// What a trace tells of a header block, and of a response's head.
enum HeaderFacts {
  static func fields(_ headers: HTTPMessage) -> [(key: String, value: JSON)] {
    [
      ("headers", JSON(pairs: headers.items)), ("payload", .string(headers.getPayload())),
      ("defects", JSON(headers.defects.map(className))),
    ]
  }

  static func head(_ response: HTTPResponse) -> [(key: String, value: JSON)] {
    [
      ("status", .int(response.status)), ("reason", .string(response.reason)), ("version", .int(response.version)),
      ("chunked", .bool(response.isChunked)), ("willClose", .bool(response.willClose)),
    ] + fields(response.headers)
  }

  /// Python's class of a defect.
  static func className(_ defect: HTTPMessage.Defect) -> String {
    switch defect {
    case .firstHeaderLineIsContinuation: "FirstHeaderLineIsContinuationDefect"
    case .invalidHeader: "InvalidHeaderDefect"
    case .missingHeaderBodySeparator: "MissingHeaderBodySeparatorDefect"
    case .misplacedEnvelopeHeader: "MisplacedEnvelopeHeaderDefect"
    case .noBoundaryInMultipart: "NoBoundaryInMultipartDefect"
    case .invalidMultipartContentTransferEncoding: "InvalidMultipartContentTransferEncodingDefect"
    case .startBoundaryNotFound: "StartBoundaryNotFoundDefect"
    case .closeBoundaryNotFound: "CloseBoundaryNotFoundDefect"
    case .multipartInvariantViolation: "MultipartInvariantViolationDefect"
    }
  }
}
