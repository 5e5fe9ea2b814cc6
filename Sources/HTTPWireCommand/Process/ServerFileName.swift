/// A file name that a server has proposed.
enum ServerFileName {
  /// The most bytes in a name, on nearly all file systems.
  private static let longest = 255

  /// The name as one of a file in the current directory, without the path in front of it; nil if nothing is left that could be used.
  ///
  /// Control characters would change what a terminal shows of it, and what is not UTF-8 could not be opened under the same name.
  static func checked(_ bytes: some Collection<UInt8>) -> String? {
    let parts = bytes.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    guard let name = parts.last, !name.isEmpty, name.count <= longest, !name.contains(UInt8(ascii: "\t")),
      let text = String(validating: name, as: UTF8.self), text != ".", text != ".."
    else { return nil }
    return TerminalText.escaped(text) == text ? text : nil
  }
}
