/// Reports the traffic of a connection whose debug level is above 0, in CPython's words (`set_debuglevel`).
struct DebugOutput {
  let sink: (String) -> Void

  /// A block of bytes handed to the stream.
  func sent(_ bytes: [UInt8]) { sink("send: " + PythonRepr.bytes(bytes)) }

  /// The head of a response, interim or final.
  func received(_ head: ResponseHead) {
    reply(head.statusLine)
    if head.isInterim { skipped(head) } else { fields(head.headers) }
  }

  /// A status line.
  func reply(_ statusLine: [UInt8]) { reply(Latin1.string(statusLine)) }

  /// A status line as an error shows it.
  func reply(_ statusLine: String) { sink("reply: " + PythonRepr.string(statusLine)) }

  /// The fields of a final response, one a line.
  private func fields(_ headers: HTTPMessage) {
    for field in headers { sink("header: \(field.name): \(field.value)") }
  }

  /// The field lines of a skipped interim response, as Python prints a list.
  private func skipped(_ head: ResponseHead) {
    sink("headers: [" + Self.linesRead(head).map { PythonRepr.bytes($0) }.joined(separator: ", ") + "]")
  }

  /// The field lines of a proxy's reply to CONNECT, each with its line end, as CPython prints them.
  func tunnelFields(_ head: ResponseHead) {
    for line in Self.linesRead(head) { sink("header: " + Latin1.string(line)) }
  }

  /// The field lines as CPython reads them: if the stream ended within them, the last one is empty.
  private static func linesRead(_ head: ResponseHead) -> [[UInt8]] {
    let lines = head.fieldLines
    switch lines.last {
    case [0x0D, 0x0A], [0x0A]: return lines
    default: return lines + [[]]
    }
  }

  /// Any other remark.
  func line(_ text: String) { sink(text) }

  /// Prints to standard output.
  static func standardOutput(_ line: String) { print(line) }
}
