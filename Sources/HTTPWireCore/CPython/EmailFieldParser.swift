/// The head parser of `http.client`: `email.parser.Parser`, which takes a head for that of a letter.
///
/// Used when ``ParsingLeniency/fieldLinesAsEmail`` is on. A carriage return ends a line of its own, a folded value keeps its line
/// ends, a line that begins with its colon is dropped, and the first line that is no field ends the head: it and all after it become
/// the payload, silently but for a defect. The default parser (RFC 9112 section 5) refuses all of these.
///
/// Where Python would parse the payload into further messages (`message/*`, or `multipart/*` whose boundary turns up), the payload is
/// kept as one text; the defects are those of the outermost message. Takes time in proportion to the block.
enum EmailFieldParser {
  /// The message of a head block: all its lines, up to and with the blank one, or up to where the peer closed.
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
