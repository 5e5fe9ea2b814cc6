/// One pass over a head block that finds its fields, payload and defects.
struct EmailFieldScan {
  let block: [UInt8]
  private(set) var slots: [FieldSlot] = []
  private(set) var payload: [UInt8] = []
  private var found: [HTTPMessage.Defect] = []
  private var lacksSeparator = false
  /// Whether the previous line belongs to a field, which a continuation line would continue.
  private var isInField = false

  init(_ block: [UInt8]) { self.block = block }

  /// The defects in Python's order. Python looks for the end of the head before it parses the lines, so that defect comes first.
  var defects: [HTTPMessage.Defect] { (lacksSeparator ? [.missingHeaderBodySeparator] : []) + found }

  mutating func run() {
    var line = EmailLines.line(at: 0, of: block)
    while isHead(line) {
      let next = EmailLines.line(at: line.upperBound, of: block)
      if isEnvelope(line) {
        isInField = false
        if line.lowerBound > 0 {
          // In the last line of the head, Python takes it for the first line of the payload.
          guard isHead(next) else {
            endHead(at: next)
            payload = Array(block[line]) + payload
            return
          }
          found.append(.misplacedEnvelopeHeader)
        }
      } else if ASCII.isWhitespace(block[line.lowerBound]) {
        takeContinuation(line)
      } else {
        takeField(line)
      }
      line = next
    }
    endHead(at: line)
  }

  /// Whether a line belongs to the head: it starts with whitespace, with "From ", or with visible ASCII and a colon.
  private func isHead(_ line: Range<Int>) -> Bool {
    guard let first = block[line].first else { return false }
    if ASCII.isWhitespace(first) || isEnvelope(line) { return true }
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
    let start = block[(colon + 1)..<line.upperBound].drop(while: ASCII.isWhitespace).startIndex
    slots.append(
      FieldSlot(
        nameStart: line.lowerBound, nameCount: colon - line.lowerBound, valueStart: start,
        valueCount: endOfValue(start..<line.upperBound) - start))
  }

  /// The end of a value without its line ends. Whitespace before them belongs to the value.
  private func endOfValue(_ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, block[end - 1] == ASCII.lineFeed || block[end - 1] == ASCII.carriageReturn { end -= 1 }
    return end
  }

  /// Ends the head before a line. An empty line is dropped, and any other line starts the payload.
  private mutating func endHead(at line: Range<Int>) {
    guard let first = block[line].first else { return }
    let isBlankLine = first == ASCII.lineFeed || first == ASCII.carriageReturn
    lacksSeparator = !isBlankLine
    payload = Array(block[(isBlankLine ? line.upperBound : line.lowerBound)...])
  }
}
