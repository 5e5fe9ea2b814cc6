extension RequestBody {
  /// Text, sent as UTF-8. Its ``contentType`` is `text/plain; charset=utf-8`.
  ///
  /// ```swift
  /// let name = "J\u{F6}rg"
  /// try connection.request("PUT", "/name", body: .utf8(name))
  /// ```
  public static func utf8(_ text: String) -> RequestBody {
    RequestBody.bytes(Array(text.utf8)).withContentType("text/plain; charset=utf-8")
  }

  /// Bytes of any kind of memory, sent as they are: an `ArraySlice`, a `String.UTF8View`, Foundation's `Data`. They are copied.
  ///
  /// ```swift
  /// import Foundation
  /// import HTTPWire
  ///
  /// let entry = ["spam": 1]
  /// try connection.request("PUT", "/entry", body: .bytes(JSONEncoder().encode(entry)))
  /// ```
  public static func bytes(_ bytes: some Sequence<UInt8>) -> RequestBody { RequestBody(content: .bytes(Array(bytes))) }

  /// A copy of the bytes of a span. `request` takes a span as it is, and does not copy a large one.
  public static func bytes(_ bytes: Span<UInt8>) -> RequestBody { RequestBody(content: .bytes(Array(copying: bytes))) }

  /// The same body, with its text as UTF-8 if it is a string literal, which names no charset. The layers above the connection ask for it.
  package var literalInUTF8: RequestBody {
    if case .literal(let text) = content { .utf8(text) } else { self }
  }
}

extension RequestBody: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// A body of ASCII text.
  ///
  /// A literal beyond ASCII does not say which bytes it stands for. `request` and `endHeaders` throw `notEncodable` for it: say
  /// ``utf8(_:)``, or ``text(_:)`` for Latin-1. With ``/HTTPWireCore/ParsingLeniency/looseRequestHeads``, which is part of `.python`, it is
  /// sent as Latin-1, as in Python.
  public init(stringLiteral value: String) { self.init(content: .literal(value)) }
}
