/// The framing of a response, as a pure function of its head and its request. The step numbers are those of RFC 9112 section 6.3.
enum FramingRules {
  /// Returns the framing, and its reasons for closing the connection afterwards.
  static func framing(
    of head: ResponseHead, _ fields: FramingFields, to request: RequestFacts, leniency: ParsingLeniency
  ) throws(HTTPException) -> (framing: BodyFraming, reasons: CloseReasons) {
    // Step 1.
    if head.status == 101 { return (.switched, .switchedProtocols) }
    if request.method == .head || head.status < 200 || head.status == 204 || head.status == 304 { return (.none, []) }
    // Step 2. CPython has no such rule, and reads the tunnel as a body.
    if request.method == .connect, 200..<300 ~= head.status, !leniency.contains(.tunnelsAsBodies) {
      return (.tunnel, .switchedProtocols)
    }

    let isChunked = try transferCodingIsChunked(head, fields, leniency: leniency)
    if isChunked {
      var reasons: CloseReasons = []
      // Step 3. The two fields together may be an attempt at response splitting.
      if !leniency.contains(.reuseAfterLengthAndChunked) {
        if fields.contentLength.count > 0 { reasons.insert(.lengthAndChunked) }
        // RFC 9112 section 6.1: HTTP/1.0 has no transfer codings, so a server or proxy may have misunderstood the framing.
        if head.version == .http10 { reasons.insert(.chunkedInHTTP10) }
      }
      // Step 4, with chunked as the final coding.
      return (.chunked, reasons)
    }
    // Steps 5 and 6.
    if let length = try ContentLength.value(of: head.headers, at: fields.contentLength, leniency: leniency) { return (.length(length), []) }
    // Step 4 without chunked, and step 8.
    return (.untilClose, .bodyUntilClose)
  }

  /// Whether the body is chunked. Throws `unknownTransferEncoding` for other codings, which hide the body's end or content (step 4).
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
