import HTTPWireSession

/// Where to write the output.
enum Destination: Equatable {
  /// Standard output, by default. If it is a terminal, binary bytes are not written to it.
  case standardOutput
  /// Standard output because of `-o -`, for any bytes.
  case standardOutputAsItIs
  /// A file, which is replaced once all bytes are there.
  case file(path: String)

  /// The destination for `-o` and `-O`. Throws `badUsage` if both are given, if the name is empty, and if the URL has no name for `-O`.
  init(_ options: OutputOptions, _ url: HTTPURL) throws(Complaint) {
    if options.remoteName {
      if options.output != nil { throw Complaint(.badUsage, "-o and -O exclude each other") }
      self = .file(path: try Self.remoteName(url))
      return
    }
    switch options.output {
    case nil: self = .standardOutput
    case "-": self = .standardOutputAsItIs
    case "": throw Complaint(.badUsage, "-o needs a file name")
    case let path?: self = .file(path: path)
    }
  }

  /// The file name in the URL that the user typed; a server can't change it. It is one segment of the path and stays percent-encoded, so
  /// it has no slash and names a file in the current directory.
  private static func remoteName(_ url: HTTPURL) throws(Complaint) -> String {
    let name = url.lastSegment
    if name.isEmpty || name == "." || name == ".." {
      throw Complaint(.badUsage, "-O: the URL's path has no file name at its end; name one with -o")
    }
    return String(name)
  }
}
