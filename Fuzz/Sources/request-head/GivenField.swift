import HTTPWire
import Support

/// A field on its way into a head, by one of the ways there are.
struct GivenField {
  private enum Way {
    case text(String)
    case values([[UInt8]])
    case message(HTTPMessage)
  }

  private let name: String
  private let way: Way
  /// What must stand in the head once the field was taken.
  let expected: FieldReference.Field

  init(name: [UInt8], value: [UInt8], _ choices: inout Choices) {
    self.name = String(decoding: name, as: UTF8.self)
    let text = String(decoding: value, as: UTF8.self)
    let sent: [UInt8]
    switch choices.number(below: 4) {
    case 0:
      way = .text(text)
      sent = Latin1Reference.bytes(text) ?? []
    case 1:
      way = .values([value])
      sent = value
    case 2:
      let values = value.split(separator: 0x2C, omittingEmptySubsequences: false).map(Array.init)
      way = .values(values)
      sent = Array(values.joined(separator: [0x0D, 0x0A, 0x09]))
    default:
      var message = HTTPMessage()
      message.add(self.name, text)
      way = .message(message)
      sent = Latin1Reference.bytes(text) ?? []
    }
    expected = FieldReference.Field(name: Array(self.name.utf8), value: sent)
  }

  func add(to head: inout HeadWriting) -> Bool {
    switch way {
    case .text(let text): head.add(name, text)
    case .values(let values): head.add(name, values: values)
    case .message(let message): head.add(message)
    }
  }
}
