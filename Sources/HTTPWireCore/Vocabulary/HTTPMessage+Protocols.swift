extension HTTPMessage: RandomAccessCollection {
  /// The index of the first field, 0.
  public var startIndex: Int { 0 }
  /// The number of fields, with duplicates (`len(msg)`).
  public var endIndex: Int { slots.count }
  /// The field at an index.
  public subscript(position: Int) -> HTTPField { HTTPField(name: name(at: position), value: value(at: position)) }
}

extension HTTPMessage: ExpressibleByDictionaryLiteral {
  /// Creates a message of the literal's fields, in their order, with duplicates.
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init()
    storage.reserveCapacity(elements.reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count })
    slots.reserveCapacity(elements.count)
    for (name, value) in elements { add(name, value) }
  }
}

extension HTTPMessage: Equatable {
  /// Messages are equal if they have the same fields in the same order, byte for byte.
  public static func == (a: HTTPMessage, b: HTTPMessage) -> Bool {
    a.slots.count == b.slots.count
      && a.slots.indices.allSatisfy {
        a.slots[$0].isUTF8 == b.slots[$0].isUTF8 && a.nameBytes(at: $0) == b.nameBytes(at: $0)
          && a.valueBytes(at: $0) == b.valueBytes(at: $0)
      }
  }
}
