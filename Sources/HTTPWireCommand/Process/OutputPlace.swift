import HTTPWire
import HTTPWireSupport

/// Where the name of an output file leads.
enum OutputPlace: Equatable {
  /// A descriptor that the process was started with, as `/dev/stdout`. Opening the name would make another one, which does not append and
  /// has a position of its own.
  case descriptor(Int32)
  /// A file that may or may not be there. The path is no link.
  case file(path: String)
  /// What the system finds when it follows the links itself, because their text can't be followed here.
  case opaque(path: String)

  /// Follows a name's links, also to a file that is not there yet. Throws `system` if they go in a circle.
  init(_ name: String) throws(HTTPException) {
    var path = name
    for _ in 0..<40 {
      if let number = Self.descriptor(path) ?? Self.descriptor(Self.absolute(path)) {
        self = .descriptor(number)
        return
      }
      switch Syscalls.link(at: path) {
      case nil:
        self = .file(path: path)
        return
      case .notText:
        self = .opaque(path: path)
        return
      case .to(let target): path = target.hasPrefix("/") ? target : Self.folder(of: path) + target
      }
    }
    // The system counts the links as well, and has the words for too many.
    _ = try Syscalls.status(of: name)
    self = .opaque(path: name)
  }

  /// The part of a path up to its last slash; empty if it has none.
  static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

  /// The path with the links in its folder followed; the path itself if its folder is not there.
  private static func absolute(_ path: String) -> String {
    let folder = folder(of: path)
    guard let resolved = Syscalls.resolvedPath(folder.isEmpty ? "." : folder) else { return path }
    return resolved + "/" + path.dropFirst(folder.count)
  }

  /// The number of the descriptor that a path names.
  private static func descriptor(_ path: String) -> Int32? {
    let parts = path.split(separator: "/").filter { $0 != "." }
    guard path.hasPrefix("/"), !path.hasSuffix("/") else { return nil }
    switch (parts.first, parts.count) {
    case ("dev", 2): return ["stdin": 0, "stdout": 1, "stderr": 2][parts[1]]
    case ("dev", 3): return parts[1] == "fd" ? number(parts[2]) : nil
    case ("proc", 4): return parts[2] == "fd" && isThisProcess(parts[1]) ? number(parts[3]) : nil
    default: return nil
    }
  }

  private static func isThisProcess(_ name: Substring) -> Bool {
    name == "self" || name == "thread-self" || Int32(name) == Syscalls.processNumber
  }

  private static func number(_ text: Substring) -> Int32? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int32(text) : nil
  }
}
