import HTTPWire

/// The tables of Tests/Vectors, which Scripts/python-vectors prints from CPython.
enum Vectors {
  /// The rows of a table, a string a column.
  static func rows(_ name: String) -> [[String]] {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    guard let source = try? FileSource(path: folder + "/Vectors/\(name).tsv"), let bytes = try? source.contents() else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(unescaped)
    }
  }

  /// Text in which `\u{…}` stands for one scalar.
  private static func unescaped(_ text: Substring) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars
    while let first = rest.popFirst() {
      guard first == "\\", let end = rest.firstIndex(of: "}") else {
        result.append(first)
        continue
      }
      let digits = String(Substring(rest[..<end].dropFirst(2)))
      if let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) { result.append(scalar) }
      rest = rest[rest.index(after: end)...]
    }
    return String(result)
  }
}

extension BodySource {
  /// All that the source gives.
  func contents() throws(HTTPException) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let before = bytes.count
      try bytes.append(addingCapacity: 65_536) { (free) throws(HTTPException) in try read(into: &free) }
      if bytes.count == before { return bytes }
    }
  }
}
