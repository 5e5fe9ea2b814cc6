import HTTPWire

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
