package import HTTPWire

extension FieldReference.Field {
  /// The fields of a message.
  package static func all(of message: HTTPMessage) -> [FieldReference.Field] {
    message.indices.map { FieldReference.Field(name: Array(message.nameBytes(at: $0)), value: Array(message.valueBytes(at: $0))) }
  }
}
