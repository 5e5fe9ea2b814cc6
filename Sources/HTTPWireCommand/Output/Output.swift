import HTTPWire
import HTTPWireSupport

/// Writes the heads and the body of one transfer. A file is opened with the first byte, or at the end if there was none.
final class Output {
  private let plan: OutputPlan
  private let settings: OutputSettings
  private let resume: Int?
  private var file: OutputFile?
  private let isTerminal: Bool
  /// The name of the file that was opened; nil before that, and for standard output.
  private(set) var fileName: String?

  /// With `resume` above 0, the file's bytes stay and what comes is put behind them.
  init(_ plan: OutputPlan, _ settings: OutputSettings, resume: Int?) {
    self.plan = plan
    self.settings = settings
    self.resume = resume
    if case .file = plan.place { isTerminal = false } else { isTerminal = Syscalls.isTerminal(Syscalls.standardOutput) }
  }

  /// Writes a head as it came, escaped if it goes to a terminal.
  func writeHead(_ head: ResponseHead) throws(Complaint) {
    if isTerminal { return try writeLines(MessageHead.lines(of: head), head.headers) }
    try put(MessageHead.bytes(of: head), head.headers)
  }

  /// Writes lines of a message, escaped if they go to a terminal.
  func writeLines(_ lines: [[UInt8]], _ headers: HTTPMessage) throws(Complaint) {
    for line in lines {
      let shown = isTerminal ? Array(TerminalText.escaped(line).utf8) : line
      try put(shown + (isTerminal ? [0x0A] : [0x0D, 0x0A]), headers)
    }
  }

  /// Writes bytes of a body. Throws `writing` if they are binary and the output is a terminal. Bytes with a NUL are binary, as for curl.
  func writeBody(_ bytes: [UInt8], _ headers: HTTPMessage) throws(Complaint) {
    if isTerminal, plan.place == .standardOutput, bytes.contains(0) {
      throw Complaint(.writing, "binary output could upset the terminal; use -o FILE to save it, or -o - to show it all the same")
    }
    try put(bytes, headers)
  }

  /// Completes the output. With `-R`, the file gets the time of the resource's last change, in seconds since 1970.
  func finish(_ headers: HTTPMessage, time: Int64?) throws(Complaint) {
    if file == nil, case .file = plan.place { try open(headers) }
    if settings.keepsTime { file?.modificationTime = time }
    try file?.commit()
    file = nil
  }

  /// Ends the output after an error.
  func discard() {
    file?.discard()
    file = nil
  }

  private func put(_ bytes: [UInt8], _ headers: HTTPMessage) throws(Complaint) {
    switch plan.place {
    case .nowhere: break
    case .standardOutput, .standardOutputAsItIs: try StandardOutput.write(bytes)
    case .file:
      if file == nil { try open(headers) }
      try file?.write(bytes)
    }
  }

  private func open(_ headers: HTTPMessage) throws(Complaint) {
    guard let named = try plan.file(for: headers) else { return }
    fileName = named.path
    var options = OutputFile.Options()
    options.existing = named.isServers ? .refuse : resume ?? 0 > 0 ? .append : .replace
    options.keepsPartial = settings.keepsPartial || resume != nil
    options.createsFolders = settings.createsFolders
    file = try OutputFile(named.path, options)
  }
}
