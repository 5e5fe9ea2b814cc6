/// Where one field stands in its message's storage.
struct FieldSlot: Sendable {
  var nameStart: Int
  /// The number of the name's bytes, doubled; odd when name or value was given as text beyond Latin-1, which is then kept as UTF-8 and
  /// refused when it is to be sent.
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
