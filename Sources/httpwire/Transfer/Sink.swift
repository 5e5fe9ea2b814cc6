import HTTPWire
import HTTPWireSupport

/// Takes the output as it comes.
final class Sink {
  private let file: OutputFile?
  private let guardsTerminal: Bool
  /// Whether the output is shown to a person, so that heads are to be escaped.
  let isTerminal: Bool

  init(_ destination: Destination) throws(Complaint) {
    if case .file(let path) = destination { file = try OutputFile(path) } else { file = nil }
    isTerminal = file == nil && Syscalls.isTerminal(Syscalls.standardOutput)
    guardsTerminal = isTerminal && destination == .standardOutput
  }

  /// Writes bytes of a head: escaped for a terminal, as they are for anything else.
  func writeHead(_ lines: [[UInt8]]) throws(Complaint) {
    for line in lines {
      let shown = isTerminal ? Array(TerminalText.escaped(line).utf8) : line
      try put(shown + (isTerminal ? [0x0A] : [0x0D, 0x0A]))
    }
  }

  /// Writes bytes of a body. Throws `writing` where they are binary and would go to a terminal: curl's mark, a NUL.
  func writeBody(_ bytes: [UInt8]) throws(Complaint) {
    if guardsTerminal, bytes.contains(0) {
      throw Complaint(.writing, "binary output could upset the terminal; use -o FILE to save it, or -o - to show it all the same")
    }
    try put(bytes)
  }

  /// All is there.
  func commit() throws(Complaint) { try file?.commit() }

  /// Something went wrong; what is unfinished goes.
  func discard() { file?.discard() }

  private func put(_ bytes: [UInt8]) throws(Complaint) {
    if let file { return try file.write(bytes) }
    try DescriptorWriter(descriptor: Syscalls.standardOutput, name: "standard output").write(bytes)
  }
}
