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
    var scan = FieldScan(block)
    scan.run()
    let message = HTTPMessage(storage: block, slots: scan.slots)
    let findings = EmailMultipart.findings(in: message, payload: scan.payload)
    let payload = Array(scan.payload.prefix(findings.payloadCount))
    let defects = scan.defects + findings.defects
    guard !defects.isEmpty || !payload.isEmpty else { return message }
    return HTTPMessage(storage: block, slots: scan.slots, irregularities: Irregularities(defects: defects, payload: payload))
  }
}

/// Cuts bytes into lines at CRLF, LF and CR alike.
enum EmailLines {
  /// The line at `start`, its end included; empty at the end of the bytes.
  static func line(at start: Int, of bytes: [UInt8]) -> Range<Int> {
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      end += 1
      if byte == ASCII.lineFeed { break }
      if byte == ASCII.carriageReturn {
        if end < bytes.count, bytes[end] == ASCII.lineFeed { end += 1 }
        break
      }
    }
    return start..<end
  }
}

/// One walk over a head block, noting where the fields are.
private struct FieldScan {
  let block: [UInt8]
  private(set) var slots: [FieldSlot] = []
  private(set) var payload: [UInt8] = []
  private var found: [HTTPMessage.Defect] = []
  private var lacksSeparator = false
  /// Whether the line before was a field or its continuation, so that another continuation belongs to it.
  private var isInField = false

  init(_ block: [UInt8]) { self.block = block }

  /// Python looks for the end of the head before it looks into the lines, so that defect is the first.
  var defects: [HTTPMessage.Defect] { (lacksSeparator ? [.missingHeaderBodySeparator] : []) + found }

  mutating func run() {
    var line = EmailLines.line(at: 0, of: block)
    while isHead(line) {
      let next = EmailLines.line(at: line.upperBound, of: block)
      if isEnvelope(line) {
        isInField = false
        if line.lowerBound > 0 {
          // In the last line of the head, Python takes it for the first line of the letter.
          guard isHead(next) else {
            endHead(at: next)
            payload = Array(block[line]) + payload
            return
          }
          found.append(.misplacedEnvelopeHeader)
        }
      } else if ASCII.isBlank(block[line.lowerBound]) {
        takeContinuation(line)
      } else {
        takeField(line)
      }
      line = next
    }
    endHead(at: line)
  }

  /// Whether a line belongs to the head: it begins with a blank, with "From ", or with printable ASCII and a colon.
  private func isHead(_ line: Range<Int>) -> Bool {
    guard let first = block[line].first else { return false }
    if ASCII.isBlank(first) || isEnvelope(line) { return true }
    let name = block[line].prefix { (0x21...0x7E).contains($0) && $0 != ASCII.colon }
    return name.endIndex < line.upperBound && block[name.endIndex] == ASCII.colon
  }

  private func isEnvelope(_ line: Range<Int>) -> Bool { block[line].starts(with: "From ".utf8) }

  private mutating func takeContinuation(_ line: Range<Int>) {
    guard isInField, let last = slots.indices.last else {
      found.append(.firstHeaderLineIsContinuation)
      return
    }
    slots[last].valueCount = endOfValue(slots[last].valueStart..<line.upperBound) - slots[last].valueStart
  }

  private mutating func takeField(_ line: Range<Int>) {
    let colon = block[line].firstIndex(of: ASCII.colon) ?? line.lowerBound
    isInField = colon > line.lowerBound
    guard isInField else {
      found.append(.invalidHeader)
      return
    }
    let start = block[(colon + 1)..<line.upperBound].drop(while: ASCII.isBlank).startIndex
    slots.append(
      FieldSlot(
        nameStart: line.lowerBound, nameCount: colon - line.lowerBound, valueStart: start,
        valueCount: endOfValue(start..<line.upperBound) - start))
  }

  /// The end of a value without its line ends; blanks before them stay.
  private func endOfValue(_ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, block[end - 1] == ASCII.lineFeed || block[end - 1] == ASCII.carriageReturn { end -= 1 }
    return end
  }

  /// Ends the head before a line: a blank one is dropped, any other begins the payload.
  private mutating func endHead(at line: Range<Int>) {
    guard let first = block[line].first else { return }
    let isBlankLine = first == ASCII.lineFeed || first == ASCII.carriageReturn
    lacksSeparator = !isBlankLine
    payload = Array(block[(isBlankLine ? line.upperBound : line.lowerBound)...])
  }
}
