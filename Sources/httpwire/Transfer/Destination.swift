import HTTPWire
import HTTPWireSupport

/// Where the output is to go.
enum Destination: Equatable {
  /// Standard output, because nothing else was said: a terminal there is spared binary bytes.
  case standardOutput
  /// Standard output as asked for with `-o -`.
  case standardOutputAsItIs
  /// A file, replaced when all is there.
  case file(path: String)

  /// Out of `-o` and `-O`. Throws `badUsage` for both, for an empty name, and where the URL has no name for `-O`.
  init(_ options: OutputOptions, _ target: URLTarget) throws(Complaint) {
    if options.remoteName {
      if options.output != nil { throw Complaint(.badUsage, "-o and -O exclude each other") }
      self = .file(path: try Self.remoteName(target))
      return
    }
    switch options.output {
    case nil: self = .standardOutput
    case "-": self = .standardOutputAsItIs
    case "": throw Complaint(.badUsage, "-o needs a file name")
    case let path?: self = .file(path: path)
    }
  }

  /// The file name in a URL. It comes from what the user typed, never from the server, and names a file in the current directory: it
  /// is one segment, so it has no slash, and stays percent-encoded.
  private static func remoteName(_ target: URLTarget) throws(Complaint) -> String {
    let name = target.lastSegment
    if name.isEmpty || name == "." || name == ".." {
      throw Complaint(.badUsage, "-O: the URL's path has no file name at its end; name one with -o")
    }
    return String(name)
  }
}

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
