/// The fields of a message's head or trailer section: ordered, with duplicates and the case of names kept as they came, and
/// looked up without regard to case (RFC 9110 section 5.2; `http.client.HTTPMessage`).
///
/// Names and values are kept as bytes and turned into text, as Latin-1, only when asked for. The message is also a
/// random-access collection of its fields.
///
/// ```swift
/// var headers: HTTPMessage = ["Accept": "text/plain"]
/// headers.add("X-Tag", "a")
/// headers.add("x-tag", "b")
/// headers["X-TAG"]          // "a": the first
/// headers.getAll("X-Tag")   // ["a", "b"]
/// ```
public struct HTTPMessage: Sendable {
  /// The bytes that `slots` points into. Bytes of removed fields stay until the message goes.
  @usableFromInline var storage: [UInt8]
  /// Where each field's name and value stand, in wire order.
  @usableFromInline var slots: [FieldSlot]
  /// What the Python-like parser set aside; nil for nearly every message.
  var irregularities: Irregularities?

  /// An empty message.
  public init() {
    storage = []
    slots = []
    irregularities = nil
  }

  /// A message over a head block that the parser has taken apart.
  init(storage: [UInt8], slots: [FieldSlot], irregularities: Irregularities? = nil) {
    self.storage = storage
    self.slots = slots
    self.irregularities = irregularities
  }

  /// A message of the given fields, in their order.
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

  /// All values of a name in wire order; empty when there is none (`Message.get_all`).
  public func getAll(_ name: String) -> [String] {
    slots.indices.filter { nameMatches(at: $0, name) }.map(value(at:))
  }

  /// Whether a field of that name is there (`name in msg`).
  public func contains(_ name: String) -> Bool { firstIndex(of: name) != nil }

  /// All names in wire order, duplicates included (`Message.keys`).
  public var keys: [String] { slots.indices.map(name(at:)) }

  /// All values in wire order (`Message.values`).
  public var values: [String] { slots.indices.map(value(at:)) }

  /// All fields in wire order (`Message.items`).
  public var items: [(name: String, value: String)] { slots.indices.map { (name(at: $0), value(at: $0)) } }

  /// The first value of each name, the names told apart by case though the values are not (`dict(msg)`).
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

  /// The index of the first field of a name, or nil; names compare without regard to ASCII case (RFC 9110 section 5.1).
  public func firstIndex(of name: String) -> Int? {
    for index in slots.indices where nameMatches(at: index, name) { return index }
    return nil
  }

  /// The name of the field at an index, as it came.
  public func name(at index: Int) -> String {
    text(slots[index].nameStart, slots[index].nameCount, slots[index].isUTF8)
  }

  /// The value of the field at an index.
  public func value(at index: Int) -> String {
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

  /// Whether the field's name and value can be sent, being Latin-1.
  func isEncodable(at index: Int) -> Bool { !slots[index].isUTF8 }

  /// Whether the field at an index has the name that is given in small letters, without regard to ASCII case.
  func hasName(_ name: StaticString, at index: Int) -> Bool {
    let slot = slots[index]
    return Scanner.equal(storage.span, from: slot.nameStart, count: slot.nameCount, name)
  }

  /// Whether the field at an index has the value that is given in small letters, without regard to ASCII case.
  func hasValue(_ value: StaticString, at index: Int) -> Bool {
    let slot = slots[index]
    return Scanner.equal(storage.span, from: slot.valueStart, count: slot.valueCount, value)
  }

  /// Whether the field at an index has that name, without regard to ASCII case.
  func nameMatches(at index: Int, _ name: String) -> Bool {
    let slot = slots[index]
    guard slot.nameCount == name.utf8.count else {
      // A name beyond ASCII takes fewer bytes in Latin-1 than in the text that is looked for.
      return slot.nameCount < name.utf8.count && !slot.isUTF8 && !name.utf8.allSatisfy { $0 < 0x80 } && latin1NameMatches(slot, name)
    }
    var position = slot.nameStart
    for byte in name.utf8 {
      guard ASCII.lowercased(storage[position]) == ASCII.lowercased(byte), byte < 0x80 || slot.isUTF8 else { return false }
      position += 1
    }
    return true
  }

  private func latin1NameMatches(_ slot: FieldSlot, _ name: String) -> Bool {
    var position = slot.nameStart
    let end = slot.nameStart + slot.nameCount
    for scalar in name.unicodeScalars {
      guard position < end, let byte = UInt8(exactly: scalar.value), ASCII.lowercased(storage[position]) == ASCII.lowercased(byte) else {
        return false
      }
      position += 1
    }
    return position == end
  }

  private func text(_ start: Int, _ count: Int, _ isUTF8: Bool) -> String {
    let bytes = storage[start..<start + count]
    return isUTF8 ? String(decoding: bytes, as: UTF8.self) : Latin1.string(bytes)
  }
}

// MARK: - Change

extension HTTPMessage {
  /// Appends a field, whatever fields of that name there are (`msg[name] = value`).
  ///
  /// Any text is taken; what can't be sent (control characters, text beyond Latin-1) is refused when a request is made of it.
  public mutating func add(_ name: String, _ value: String) {
    let isUTF8 = !(Latin1.canEncode(name) && Latin1.canEncode(value))
    let nameStart = storage.count
    append(name, isUTF8)
    let valueStart = storage.count
    append(value, isUTF8)
    slots.append(
      FieldSlot(
        nameStart: nameStart, nameCount: valueStart - nameStart, valueStart: valueStart, valueCount: storage.count - valueStart,
        isUTF8: isUTF8))
  }

  /// Appends a field of the given bytes.
  public mutating func add(name: some Collection<UInt8>, value: some Collection<UInt8>) {
    let nameStart = storage.count
    storage.append(contentsOf: name)
    let valueStart = storage.count
    storage.append(contentsOf: value)
    slots.append(
      FieldSlot(
        nameStart: nameStart, nameCount: valueStart - nameStart, valueStart: valueStart, valueCount: storage.count - valueStart))
  }

  /// Gives the first field of a name a new value in its place and with its case (`Message.replace_header`). Returns false, and
  /// changes nothing, when there is none, where Python raises `KeyError`.
  @discardableResult
  public mutating func replace(_ name: String, _ value: String) -> Bool {
    guard let index = firstIndex(of: name) else { return false }
    let kept = self.name(at: index)
    add(kept, value)
    slots[index] = slots.removeLast()
    return true
  }

  /// Removes every field of a name; does nothing when there is none (`del msg[name]`).
  public mutating func remove(_ name: String) {
    let kept = slots.indices.filter { !nameMatches(at: $0, name) }.map { slots[$0] }
    if kept.count != slots.count { slots = kept }
  }

  private mutating func append(_ text: String, _ isUTF8: Bool) {
    if isUTF8 { storage.append(contentsOf: text.utf8) } else { Latin1.append(text, to: &storage) }
  }
}
