import HTTPWireCore
import Testing

/// Every character in lines that are written in one go, and in those that are not: which ones are must not show.
@Suite struct RequestHeadCharacterTests {
  /// Texts of all lengths around the eight bytes that are looked at together, with each character up to U+0100 in each place.
  static let lengths = [1, 2, 7, 8, 9, 17]

  private static func text(_ scalar: Unicode.Scalar, at place: Int, of length: Int) -> String {
    var scalars = [Unicode.Scalar](repeating: "a", count: length)
    scalars[place] = scalar
    return String(String.UnicodeScalarView(scalars))
  }

  private static func forEachText(_ body: (String, Unicode.Scalar) throws -> Void) rethrows {
    for length in lengths {
      for place in Set([0, length / 2, length - 1]) {
        for value in 0...0x100 as ClosedRange<UInt32> {
          guard let scalar = Unicode.Scalar(value) else { continue }
          try body(text(scalar, at: place, of: length), scalar)
        }
      }
    }
  }

  private static func isToken(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "!", "#", "$", "%", "&", "'", "*", "+", "-", ".", "^", "_", "`", "|", "~": true
    default: false
    }
  }

  private static func isWritten(_ write: (inout RequestHead) throws -> Void, as expected: String) -> Bool {
    do {
      var head = try RequestHead("GET", "/")
      try write(&head)
      return head.bytes == bytes(expected + "\r\n")
    } catch {
      return false
    }
  }

  @Test("A method is written when it is a token, and refused otherwise")
  func methods() {
    Self.forEachText { text, scalar in
      let isWritten = Self.isWritten({ try $0.start(text, "/") }, as: "\(text) / HTTP/1.1\r\n")
      #expect(isWritten == Self.isToken(scalar), "\(text.debugDescription)")
    }
  }

  @Test("A target is written when it is visible ASCII, and refused otherwise")
  func targets() {
    Self.forEachText { text, scalar in
      let isWritten = Self.isWritten({ try $0.start("GET", text, version: .http10) }, as: "GET \(text) HTTP/1.0\r\n")
      #expect(isWritten == (0x21...0x7E ~= scalar.value), "\(text.debugDescription)")
    }
  }

  @Test("A name is written when it is a token, and refused otherwise")
  func names() {
    Self.forEachText { text, scalar in
      let isWritten = Self.isWritten({ try $0.add(text, "v") }, as: "GET / HTTP/1.1\r\n\(text): v\r\n")
      #expect(isWritten == Self.isToken(scalar), "\(text.debugDescription)")
    }
  }

  @Test("A value is written as Latin-1 when it has no control character but tab, and refused otherwise")
  func values() {
    Self.forEachText { text, scalar in
      let isWritten = Self.isWritten({ try $0.add("N", text) }, as: "GET / HTTP/1.1\r\nN: \(text)\r\n")
      let isFine = scalar == "\t" || 0x20...0x7E ~= scalar.value || 0x80...0xFF ~= scalar.value
      #expect(isWritten == isFine, "\(text.debugDescription)")
    }
  }

  @Test("A host, which comes checked, is written with the request line if it could be added or is visible ASCII")
  func hosts() {
    Self.forEachText { text, scalar in
      let line = "GET / HTTP/1.1\r\nHost: \(text)\r\n"
      let isWritten = Self.isWritten({ try $0.start("GET", "/", host: text) }, as: line)
      let isAdded = Self.isWritten({ try $0.add("Host", text) }, as: line)
      #expect(isWritten == (isAdded || 0x20...0x7E ~= scalar.value), "\(text.debugDescription)")
    }
  }

  @Test("A line that is refused leaves what was written before it")
  func leavesWhatWasThere() throws {
    var head = try RequestHead("GET", "/")
    try head.add("A", "b")
    let before = head.bytes
    for (name, value) in [("B\u{1}", "c"), ("B", "c\u{1}"), ("B", "\u{20AC}"), ("\u{E9}", "c"), ("", "c")] {
      #expect(throws: HTTPException.self) { try head.add(name, value) }
      #expect(head.bytes == before, "\(name): \(value)")
    }
    #expect(throws: HTTPException.self) { try head.start("G T", "/") }
    #expect(head.bytes.isEmpty)
  }
}
