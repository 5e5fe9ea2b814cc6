extension AsyncRequestBody {
  /// JSON that is encoded already, as Foundation's `JSONEncoder` returns it. Its `contentType` is `application/json`.
  public static func json(_ bytes: some Sequence<UInt8>) -> AsyncRequestBody {
    AsyncRequestBody.bytes(Array(bytes)).withContentType(MediaType.json)
  }

  /// JSON as text, sent as UTF-8 (RFC 8259 section 8.1).
  public static func json(_ text: String) -> AsyncRequestBody { json(text.utf8) }

  /// The fields of a form, as browsers send them. Their encoding is that of HTTPWireSession.
  public static func form(_ fields: [(String, String)]) -> AsyncRequestBody {
    AsyncRequestBody.bytes(FormEncoding.body(fields)).withContentType(FormEncoding.type)
  }

  /// The fields of a form, from a dictionary literal, which may repeat a name.
  public static func form(_ fields: KeyValuePairs<String, String>) -> AsyncRequestBody { form(fields.map { ($0.key, $0.value) }) }
}
