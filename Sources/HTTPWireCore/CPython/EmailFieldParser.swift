/// The head parser of `http.client`, which is Python's parser for e-mail (`email.parser.Parser`).
///
/// Used with ``ParsingLeniency/fieldLinesAsEmail``. A lone carriage return ends a line. A folded value keeps its line ends. A line that
/// starts with its colon is dropped. The first line that is not a field ends the head: this line and all lines after it become the
/// payload, and only a defect reports it. The default parser (RFC 9112 section 5) refuses all of these.
///
/// Python parses some payloads into further messages (`message/*`, and `multipart/*` with its boundary). Here the payload stays one text,
/// and the defects are those of the outermost message. The time is proportional to the block's length.
enum EmailFieldParser {
  /// The message of a head block, which ends with its empty line or at the end of the stream.
  static func parse(_ block: [UInt8]) -> HTTPMessage {
    var scan = EmailFieldScan(block)
    scan.run()
    let message = HTTPMessage(storage: block, slots: scan.slots)
    let findings = EmailMultipart.findings(in: message, payload: scan.payload)
    let payload = Array(scan.payload.prefix(findings.payloadCount))
    let defects = scan.defects + findings.defects
    guard !defects.isEmpty || !payload.isEmpty else { return message }
    return HTTPMessage(storage: block, slots: scan.slots, irregularities: Irregularities(defects: defects, payload: payload))
  }
}
