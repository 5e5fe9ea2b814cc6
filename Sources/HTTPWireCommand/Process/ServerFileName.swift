/// A file name that a server has proposed.
enum ServerFileName {
  /// The name as one of a file in the current directory, without the path in front of it; nil if nothing is left that could be used.
  ///
  /// Control characters would change what a terminal shows of it, and what is not UTF-8 could not be opened under the same name.
  static func checked(_ bytes: some Collection<UInt8>) -> String? {
    let name = bytes.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }.last ?? bytes[...]
    guard !name.isEmpty, name.count <= 255, let text = String(validating: name, as: UTF8.self), text != ".", text != ".." else { return nil }
    return TerminalText.escaped(text) == text && !text.contains("\t") ? text : nil
  }
}
