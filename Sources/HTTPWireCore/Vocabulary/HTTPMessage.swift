/// The fields of a head or trailer section (`http.client.HTTPMessage`; RFC 9110 section 5.2).
///
/// The fields keep their order, their duplicates and the case of their names. Look-up ignores case. Names and values are stored as bytes,
/// and read as Latin-1 text. The message is also a random-access collection of its fields.
///
/// ```swift
/// var headers: HTTPMessage = ["Accept": "text/plain"]
/// headers.add("X-Tag", "a")
/// headers.add("x-tag", "b")
/// headers["X-TAG"]          // "a": the first
/// headers.getAll("X-Tag")   // ["a", "b"]
/// ```
public struct HTTPMessage: Sendable {
  /// The bytes that `slots` points into. Some bytes may belong to no field.
  var storage: [UInt8]
  /// Where each field's name and value are, in wire order.
  var slots: [FieldSlot]
  /// Defects and payload found by the Python-like parser. Nil for nearly every message.
  var irregularities: Irregularities?

  /// Creates an empty message.
  public init() {
    storage = []
    slots = []
    irregularities = nil
  }

  /// Creates the message of a parsed head block.
  init(storage: [UInt8], slots: [FieldSlot], irregularities: Irregularities? = nil) {
    self.storage = storage
    self.slots = slots
    self.irregularities = irregularities
  }

  /// Creates a message of the fields, in their order.
  public init(_ fields: some Sequence<(name: String, value: String)>) {
    self.init()
    for field in fields { add(field.name, field.value) }
  }
}

// MARK: - Look-up

extension HTTPMessage {
  /// The first value of a name, or nil (`msg[name]`).
  public subscript(name: String) -> String? {
    firstIndex(of: name).map(value(at:))
  }

  /// The first value of a name, or `default` (`Message.get`).
  public func get(_ name: String, default: String? = nil) -> String? { self[name] ?? `default` }

  /// All values of a name, in wire order (`Message.get_all`). Empty if there is no such field, where Python returns `None`.
  public func getAll(_ name: String) -> [String] {
    var values: [String] = []
    var next = firstIndex(of: name, from: 0)
    while let index = next {
      values.append(value(at: index))
      next = firstIndex(of: name, from: index &+ 1)
    }
    return values
  }

  /// All values of a name, joined by ", " (RFC 9110 section 5.3). Nil if there is no such field.
  package func combinedValue(of name: String) -> String? {
    guard let first = firstIndex(of: name, from: 0) else { return nil }
    if first &+ 1 == slots.count || firstIndex(of: name, from: first &+ 1) == nil { return value(at: first) }
    return getAll(name).joined(separator: ", ")
  }

  /// Whether the message has a field of that name (`name in msg`).
  public func contains(_ name: String) -> Bool { firstIndex(of: name) != nil }

  /// All names, in wire order, with duplicates (`Message.keys`).
  public var keys: [String] { slots.indices.map(name(at:)) }

  /// All values, in wire order (`Message.values`).
  public var values: [String] { slots.indices.map(value(at:)) }

  /// All fields, in wire order (`Message.items`).
  public var items: [(name: String, value: String)] { slots.indices.map { (name(at: $0), value(at: $0)) } }

  /// The first value of each name (`dict(msg)`). As in Python, names that differ in case are separate keys with the same value.
  public var dictionary: [String: String] {
    var first: [String: String] = [:]
    var result: [String: String] = [:]
    for (name, value) in items {
      let folded = name.lowercased()
      let kept = first[folded] ?? value
      first[folded] = kept
      result[name] = kept
    }
    return result
  }

  /// The index of the first field of a name, or nil. Names compare without regard to ASCII case (RFC 9110 section 5.1).
  package func firstIndex(of name: String) -> Int? { firstIndex(of: name, from: 0) }

  func firstIndex(of name: String, from start: Int) -> Int? {
    name.withUTF8Span { wanted in
      if Scanner.isASCII(wanted) { return firstIndex(of: wanted, from: start) { _ in true } }
      // Beyond ASCII, the name's bytes in Latin-1 differ from its bytes in UTF-8, and a field may be stored as either.
      let inUTF8 = firstIndex(of: wanted, from: start) { $0.isUTF8 }
      guard let latin1 = Latin1.bytes(name) else { return inUTF8 }
      let inLatin1 = firstIndex(of: latin1.span, from: start) { !$0.isUTF8 }
      guard let inUTF8, let inLatin1 else { return inUTF8 ?? inLatin1 }
      return Swift.min(inUTF8, inLatin1)
    }
  }

  @inline(__always)
  private func firstIndex(of name: Span<UInt8>, from start: Int, where isEligible: (FieldSlot) -> Bool) -> Int? {
    let (slots, bytes) = (slots.span, storage.span)
    var index = start
    while index < slots.count {
      if slots[index].nameCount == name.count, isEligible(slots[index]) {
        if Scanner.equal(bytes, from: slots[index].nameStart, count: name.count, name) { return index }
      }
      index &+= 1
    }
    return nil
  }

  /// The name of the field at an index, with its case as received.
  package func name(at index: Int) -> String {
    text(slots[index].nameStart, slots[index].nameCount, slots[index].isUTF8)
  }

  /// The value of the field at an index.
  package func value(at index: Int) -> String {
    text(slots[index].valueStart, slots[index].valueCount, slots[index].isUTF8)
  }

  /// The bytes of a field's name.
  public func nameBytes(at index: Int) -> ArraySlice<UInt8> {
    storage[slots[index].nameStart..<slots[index].nameStart + slots[index].nameCount]
  }

  /// The bytes of a field's value.
  public func valueBytes(at index: Int) -> ArraySlice<UInt8> {
    storage[slots[index].valueStart..<slots[index].valueStart + slots[index].valueCount]
  }

  /// Whether the field at an index has this name, which is given in lower case. ASCII case is ignored.
  func hasName(_ name: StaticString, at index: Int) -> Bool {
    let slot = slots[index]
    return Scanner.equal(storage.span, from: slot.nameStart, count: slot.nameCount, name)
  }

  /// Whether the field at an index has this value, which is given in lower case. ASCII case is ignored.
  @inline(__always)
  func hasValue(_ value: StaticString, at index: Int) -> Bool {
    let slot = slots[index]
    return Scanner.equal(storage.span, from: slot.valueStart, count: slot.valueCount, value)
  }

  private func text(_ start: Int, _ count: Int, _ isUTF8: Bool) -> String {
    let bytes = storage.span.extracting(start..<start &+ count)
    return isUTF8 ? String(copyingUTF8: bytes) : Latin1.string(bytes)
  }
}

// MARK: - Change

extension HTTPMessage {
  /// Appends a field, and keeps other fields of that name (`msg[name] = value`).
  ///
  /// Any text is accepted here. Control characters and text beyond Latin-1 can't be sent: a request with such a field throws.
  public mutating func add(_ name: String, _ value: String) {
    let start = storage.count
    storage.append(addingCapacity: name.utf8.count &+ value.utf8.count) { bytes in
      bytes.append(utf8: name)
      bytes.append(utf8: value)
    }
    var isUTF8 = false
    var nameCount = name.utf8.count
    if !Scanner.isASCII(storage.span.extracting(start...)) {
      if let latin1Name = Latin1.bytes(name), let latin1Value = Latin1.bytes(value) {
        storage.replaceSubrange(start..., with: latin1Name + latin1Value)
        nameCount = latin1Name.count
      } else {
        isUTF8 = true
      }
    }
    appendSlot(at: start, nameCount: nameCount, isUTF8: isUTF8)
  }

  /// Appends a field, with its name and value as bytes.
  public mutating func add(name: some Collection<UInt8>, value: some Collection<UInt8>) {
    let start = storage.count
    storage.append(contentsOf: name)
    let nameCount = storage.count &- start
    storage.append(contentsOf: value)
    appendSlot(at: start, nameCount: nameCount, isUTF8: false)
  }

  /// Appends a field of another message, byte for byte.
  mutating func addField(of other: HTTPMessage, at index: Int) {
    let start = storage.count
    storage.append(contentsOf: other.nameBytes(at: index))
    storage.append(contentsOf: other.valueBytes(at: index))
    appendSlot(at: start, nameCount: other.slots[index].nameCount, isUTF8: other.slots[index].isUTF8)
  }

  /// Adds the slot of a field whose name is at `start` and whose value is the rest of the storage.
  private mutating func appendSlot(at start: Int, nameCount: Int, isUTF8: Bool) {
    let valueStart = start &+ nameCount
    slots.append(
      FieldSlot(
        nameStart: start, nameCount: nameCount, valueStart: valueStart, valueCount: storage.count &- valueStart, isUTF8: isUTF8))
  }
}
