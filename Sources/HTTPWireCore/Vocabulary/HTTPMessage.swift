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
  /// The bytes that `slots` points into, and others that no field uses.
  var storage: [UInt8]
  /// Where each field's name and value stand, in wire order.
  var slots: [FieldSlot]
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
    var values: [String] = []
    var next = firstIndex(of: name, from: 0)
    while let index = next {
      values.append(value(at: index))
      next = firstIndex(of: name, from: index &+ 1)
    }
    return values
  }

  /// The values of a name, joined by ", " where there are several (RFC 9110 section 5.3); nil when there is none.
  package func combinedValue(of name: String) -> String? {
    guard let first = firstIndex(of: name, from: 0) else { return nil }
    if first &+ 1 == slots.count || firstIndex(of: name, from: first &+ 1) == nil { return value(at: first) }
    return getAll(name).joined(separator: ", ")
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
  public func firstIndex(of name: String) -> Int? { firstIndex(of: name, from: 0) }

  private func firstIndex(of name: String, from start: Int) -> Int? {
    name.withUTF8Span { wanted in
      if Scanner.isASCII(wanted) { return firstIndex(of: wanted, from: start) { _ in true } }
      // A name beyond ASCII takes other bytes in Latin-1 than in the text that is looked for.
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

  private func text(_ start: Int, _ count: Int, _ isUTF8: Bool) -> String {
    let bytes = storage.span.extracting(start..<start &+ count)
    return isUTF8 ? String(copyingUTF8: bytes) : Latin1.string(bytes)
  }
}

// MARK: - Change

extension HTTPMessage {
  /// Appends a field, whatever fields of that name there are (`msg[name] = value`).
  ///
  /// Any text is taken; what can't be sent (control characters, text beyond Latin-1) is refused when a request is made of it.
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

  /// Appends a field of the given bytes.
  public mutating func add(name: some Collection<UInt8>, value: some Collection<UInt8>) {
    let start = storage.count
    storage.append(contentsOf: name)
    let nameCount = storage.count &- start
    storage.append(contentsOf: value)
    appendSlot(at: start, nameCount: nameCount, isUTF8: false)
  }

  /// Notes a field whose name stands at `start` and whose value is the rest of the storage.
  private mutating func appendSlot(at start: Int, nameCount: Int, isUTF8: Bool) {
    let valueStart = start &+ nameCount
    slots.append(
      FieldSlot(
        nameStart: start, nameCount: nameCount, valueStart: valueStart, valueCount: storage.count &- valueStart, isUTF8: isUTF8))
  }

  /// Gives the first field of a name a new value in its place and with its case (`Message.replace_header`). Returns false, and
  /// changes nothing, when there is none, where Python raises `KeyError`.
  @discardableResult
  public mutating func replace(_ name: String, _ value: String) -> Bool {
    guard let index = firstIndex(of: name) else { return false }
    let kept = self.name(at: index)
    add(kept, value)
    slots[index] = slots.removeLast()
    dropUnusedBytes()
    return true
  }

  /// Removes every field of a name; does nothing when there is none (`del msg[name]`).
  public mutating func remove(_ name: String) {
    var kept: [FieldSlot] = []
    var start = 0
    while let index = firstIndex(of: name, from: start) {
      kept += slots[start..<index]
      start = index + 1
    }
    if start == 0 { return }
    slots = kept + slots[start...]
    dropUnusedBytes()
  }

  /// Copies what the fields use where most of the storage is no field's any more, so that a message does not grow with each change.
  private mutating func dropUnusedBytes() {
    let used = slots.reduce(0) { $0 + $1.nameCount + $1.valueCount }
    if storage.count < 1024 || storage.count / 4 < used { return }
    let old = storage
    storage = []
    storage.reserveCapacity(used)
    for index in slots.indices {
      let slot = slots[index]
      let start = storage.count
      storage += old[slot.nameStart..<slot.nameStart + slot.nameCount]
      storage += old[slot.valueStart..<slot.valueStart + slot.valueCount]
      slots[index] = FieldSlot(
        nameStart: start, nameCount: slot.nameCount, valueStart: start + slot.nameCount, valueCount: slot.valueCount,
        isUTF8: slot.isUTF8)
    }
  }
}
