/// Where one field's name and value are in the message's storage.
struct FieldSlot: Sendable {
  var nameStart: Int
  /// Twice the length of the name in bytes, plus 1 if name and value are stored as UTF-8, because one of them is beyond
  /// Latin-1. Such a field can't be sent.
  private let countAndKind: Int
  var valueStart: Int
  var valueCount: Int

  @inline(__always)
  init(nameStart: Int, nameCount: Int, valueStart: Int, valueCount: Int, isUTF8: Bool = false) {
    self.nameStart = nameStart
    countAndKind = nameCount &<< 1 | (isUTF8 ? 1 : 0)
    self.valueStart = valueStart
    self.valueCount = valueCount
  }

  @inline(__always)
  var nameCount: Int { countAndKind &>> 1 }
  @inline(__always)
  var isUTF8: Bool { countAndKind & 1 == 1 }
}
