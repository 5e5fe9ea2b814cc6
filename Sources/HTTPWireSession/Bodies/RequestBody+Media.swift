internal import HTTPWireCore

extension RequestBody {
  /// JSON that is encoded already, as Foundation's `JSONEncoder` returns it. Its `contentType` is `application/json`.
  ///
  /// ```swift
  /// import Foundation
  /// import HTTPWireSession
  ///
  /// let entry = ["spam": 1]
  /// let body = RequestBody.json(try JSONEncoder().encode(entry))
  /// try connection.request("POST", "/entries", body: body, headers: body.headers)
  /// ```
  public static func json(_ bytes: some Sequence<UInt8>) -> RequestBody { RequestBody.bytes(bytes).withContentType(MediaType.json) }

  /// JSON as text, sent as UTF-8 (RFC 8259 section 8.1).
  public static func json(_ text: String) -> RequestBody { json(text.utf8) }

  /// The fields of a form, as browsers send them: `application/x-www-form-urlencoded`, in UTF-8 and in this order (WHATWG URL, section
  /// 5.2).
  ///
  /// Letters, digits and `*-._` stay as they are, a space becomes `+`, and all else is percent-encoded. Python's `urlencode` differs in two
  /// characters: it keeps `~` and encodes `*`. Servers decode both alike.
  ///
  /// ```swift
  /// let body = RequestBody.form([("name", "J\u{F6}rg"), ("tag", "a b")])      // name=J%C3%B6rg&tag=a+b
  /// try connection.request("POST", "/form", body: body, headers: body.headers)
  /// ```
  public static func form(_ fields: [(String, String)]) -> RequestBody {
    RequestBody.bytes(FormEncoding.body(fields)).withContentType(FormEncoding.type)
  }

  /// The fields of a form, from a dictionary literal, which may repeat a name.
  ///
  /// ```swift
  /// let body = RequestBody.form(["name": "spam", "tag": "a", "tag": "b"])
  /// ```
  public static func form(_ fields: KeyValuePairs<String, String>) -> RequestBody { form(fields.map { ($0.key, $0.value) }) }

  /// What a request with this body says of it: its `contentType` as a `Content-Type`. Empty if it has none.
  public var headers: HTTPMessage { contentType.map { ["Content-Type": $0] } ?? [:] }
}

/// The percent-encoding of forms (WHATWG URL, section 5.2).
package enum FormEncoding {
  package static let type = "application/x-www-form-urlencoded"

  /// The fields of a form in their order.
  package static func body(_ fields: [(String, String)]) -> [UInt8] {
    Array(fields.map { encoded($0) + "=" + encoded($1) }.joined(separator: "&").utf8)
  }

  static func encoded(_ text: String) -> String {
    let encoded = PercentEncoding.encoded(text.utf8) { byte in
      switch Unicode.Scalar(byte) {
      case "0"..."9", "A"..."Z", "a"..."z", "*", "-", ".", "_", " ": true
      default: false
      }
    }
    return String(decoding: encoded.utf8.map { $0 == 0x20 ? UInt8(ascii: "+") : $0 }, as: UTF8.self)
  }
}
