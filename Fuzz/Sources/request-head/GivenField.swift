import HTTPWire
import Support

/// A field on its way into a head, by one of the ways there are.
struct GivenField {
  let way: HeadField
  /// What must stand in the head once the field was taken.
  let expected: FieldReference.Field

  init(name: [UInt8], value: [UInt8], by door: HeadDoor, _ choices: inout Choices) {
    let name = String(decoding: name, as: UTF8.self)
    let text = String(decoding: value, as: UTF8.self)
    var sent = Latin1Reference.bytes(text) ?? []
    switch (choices.number(below: 4), door) {
    case (0, _), (1, .head): way = .text(name, text)
    case (1, .connection):
      way = .values(name, [value])
      sent = value
    case (2, .connection):
      let values = value.split(separator: 0x2C, omittingEmptySubsequences: false).map(Array.init)
      way = .values(name, values)
      sent = Array(values.joined(separator: [0x0D, 0x0A, 0x09]))
    default:
      var message = HTTPMessage()
      message.add(name, text)
      way = .message(message)
    }
    expected = FieldReference.Field(name: Array(name.utf8), value: sent)
  }
}
