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

/// Where one field stands in its message's storage.
@usableFromInline struct FieldSlot: Sendable {
  var nameStart: Int
  var nameCount: Int
  var valueStart: Int
  var valueCount: Int
  /// Set when name or value was given as text beyond Latin-1; it is then kept as UTF-8 and refused when it is to be sent.
  var isUTF8 = false
}

/// What a Python-like parser found wrong in a head, and the text it therefore took for a body (`Message.defects`,
/// `Message.get_payload()`).
final class Irregularities: Sendable {
  let defects: [HTTPMessage.Defect]
  let payload: [UInt8]

  init(defects: [HTTPMessage.Defect], payload: [UInt8]) {
    self.defects = defects
    self.payload = payload
  }
}

extension HTTPMessage {
  /// A fault that the Python-like parser noted and read on (`email.errors`). Only leniency
  /// ``ParsingLeniency/fieldLinesAsEmail`` yields any; otherwise such heads are errors.
  public enum Defect: Sendable, Hashable {
    /// The first line is a continuation line (`FirstHeaderLineIsContinuationDefect`).
    case firstHeaderLineIsContinuation
    /// A line begins with its colon (`InvalidHeaderDefect`).
    case invalidHeader
    /// A line is no field, so it and all after it were taken for the body (`MissingHeaderBodySeparatorDefect`).
    case missingHeaderBodySeparator
    /// A line beginning with "From " inside the head (`MisplacedEnvelopeHeaderDefect`).
    case misplacedEnvelopeHeader
  }

  /// What was wrong with the head and read over (`Message.defects`); empty unless a Python-like leniency is on.
  public var defects: [Defect] { irregularities?.defects ?? [] }

  /// The text that followed a defect and was taken for a body (`Message.get_payload()`), as Latin-1.
  public func getPayload() -> String { Latin1.string(irregularities?.payload ?? []) }
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

  func nameMatches(at index: Int, _ name: String) -> Bool {
    let slot = slots[index]
    guard slot.nameCount == name.utf8.count else { return false }
    var position = slot.nameStart
    for byte in name.utf8 {
      guard ASCII.lowercased(storage[position]) == ASCII.lowercased(byte) else { return false }
      position += 1
    }
    return true
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

// MARK: - Protocols

/// One field of a message: its name and value, as text.
public struct HTTPField: Sendable, Hashable {
  /// The name, in the case it came in.
  public var name: String
  /// The value, without the blanks around it.
  public var value: String

  /// A field of the given name and value.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

extension HTTPMessage: RandomAccessCollection {
  /// The index of the first field, 0.
  public var startIndex: Int { 0 }
  /// The number of fields, duplicates included (`len(msg)`).
  public var endIndex: Int { slots.count }
  /// The field at an index.
  public subscript(position: Int) -> HTTPField { HTTPField(name: name(at: position), value: value(at: position)) }
}

extension HTTPMessage: ExpressibleByDictionaryLiteral {
  /// A message of the literal's fields in their order, duplicates kept.
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init()
    for (name, value) in elements { add(name, value) }
  }
}

extension HTTPMessage: Equatable {
  /// Equal when they have the same fields in the same order, byte for byte.
  public static func == (a: HTTPMessage, b: HTTPMessage) -> Bool {
    a.slots.count == b.slots.count
      && a.slots.indices.allSatisfy { a.nameBytes(at: $0) == b.nameBytes(at: $0) && a.valueBytes(at: $0) == b.valueBytes(at: $0) }
  }
}

extension HTTPMessage: CustomStringConvertible {
  /// The fields a line each, with line feeds and a blank line at the end (`str(msg)`).
  public var description: String {
    items.map { "\($0.name): \($0.value)\n" }.joined() + "\n" + getPayload()
  }
}
