import HTTPWire
import HTTPWireSupport

/// Writes the output as it comes.
final class Sink {
  private let file: OutputFile?
  private let guardsTerminal: Bool
  /// Whether the output is a terminal. Heads are escaped then.
  let isTerminal: Bool

  init(_ destination: Destination) throws(Complaint) {
    if case .file(let path) = destination { file = try OutputFile(path) } else { file = nil }
    isTerminal = file == nil && Syscalls.isTerminal(Syscalls.standardOutput)
    guardsTerminal = isTerminal && destination == .standardOutput
  }

  /// Writes the lines of a head, escaped if the output is a terminal.
  func writeHead(_ lines: [[UInt8]]) throws(Complaint) {
    for line in lines {
      let shown = isTerminal ? Array(TerminalText.escaped(line).utf8) : line
      try put(shown + (isTerminal ? [0x0A] : [0x0D, 0x0A]))
    }
  }

  /// Writes bytes of a body. Throws `writing` if they are binary and the output is a terminal. Bytes with a NUL are binary, as for curl.
  func writeBody(_ bytes: [UInt8]) throws(Complaint) {
    if guardsTerminal, bytes.contains(0) {
      throw Complaint(.writing, "binary output could upset the terminal; use -o FILE to save it, or -o - to show it all the same")
    }
    try put(bytes)
  }

  /// Completes the output.
  func commit() throws(Complaint) { try file?.commit() }

  /// Removes an unfinished file after an error.
  func discard() { file?.discard() }

  private func put(_ bytes: [UInt8]) throws(Complaint) {
    if let file { return try file.write(bytes) }
    try StandardOutput.write(bytes)
  }
}
