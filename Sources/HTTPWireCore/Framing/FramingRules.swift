/// The framing of a response, as a pure function of its head and its request: the steps of RFC 9112 section 6.3 by their numbers.
enum FramingRules {
  /// The framing, and the reasons it gives for closing the connection afterwards.
  static func framing(
    of head: ResponseHead, _ fields: FramingFields, to request: RequestFacts, leniency: ParsingLeniency
  ) throws(HTTPException) -> (framing: BodyFraming, reasons: CloseReasons) {
    // Step 1.
    if head.status == 101 { return (.switched, .switchedProtocols) }
    if request.method == .head || head.status < 200 || head.status == 204 || head.status == 304 { return (.none, []) }
    // Step 2: CPython has no such rule and reads the tunnel as a body.
    if request.method == .connect, 200..<300 ~= head.status, !leniency.contains(.tunnelsAsBodies) {
      return (.tunnel, .switchedProtocols)
    }

    let isChunked = try transferCodingIsChunked(head, fields, leniency: leniency)
    if isChunked {
      var reasons: CloseReasons = []
      // Step 3: the pair may be an attempt at response splitting.
      if !leniency.contains(.reuseAfterLengthAndChunked) {
        if fields.contentLength.count > 0 { reasons.insert(.lengthAndChunked) }
        // RFC 9112 section 6.1: HTTP/1.0 has no transfer codings, so something on the way did not understand the framing.
        if head.version == .http10 { reasons.insert(.chunkedInHTTP10) }
      }
      // Step 4, chunked as the final coding.
      return (.chunked, reasons)
    }
    // Steps 5 and 6.
    if let length = try ContentLength.value(of: head.headers, at: fields.contentLength, leniency: leniency) { return (.length(length), []) }
    // Steps 4 (no chunked) and 8.
    return (.untilClose, .bodyUntilClose)
  }

  /// Whether the body is chunked; throws for codings that leave the body's end or content unknown (step 4).
  private static func transferCodingIsChunked(
    _ head: ResponseHead, _ fields: FramingFields, leniency: ParsingLeniency
  ) throws(HTTPException) -> Bool {
    let places = fields.transferEncoding
    if places.count == 0 { return false }
    if places.count == 1, head.headers.hasValue("chunked", at: places.first) { return true }
    if leniency.contains(.unknownTransferCodings) {
      return ListField.equal(head.headers.valueBytes(at: places.first), "chunked")
    }
    var codings = 0
    var chunked = 0
    ListField.forEachMember(of: "transfer-encoding", at: places, in: head.headers) { coding in
      codings += 1
      if ListField.equal(coding, "chunked") { chunked += 1 }
    }
    guard codings == 1, chunked == 1 else {
      throw .unknownTransferEncoding(head.headers.getAll("Transfer-Encoding").joined(separator: ", "))
    }
    return true
  }
}
