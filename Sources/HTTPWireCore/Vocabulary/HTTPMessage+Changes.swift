extension HTTPMessage {
  /// Creates a message of a dictionary's fields, sorted by name, because a dictionary has no order of its own.
  ///
  /// A dictionary literal is a message by itself: it keeps its order and its duplicates.
  ///
  /// ```swift
  /// let settings = ["X-Tag": "a", "Accept": "text/plain"]
  /// try connection.request("GET", "/", headers: HTTPMessage(dictionary: settings))
  /// ```
  public init(dictionary: [String: String]) {
    self.init()
    for (name, value) in dictionary.sorted(by: { $0.key < $1.key }) { add(name, value) }
  }

  /// Gives a name one value: that of its first field is replaced, further ones are removed, and without one, a field is appended.
  ///
  /// ```swift
  /// headers.set("Accept", "application/json")
  /// ```
  public mutating func set(_ name: String, _ value: String) {
    guard let first = firstIndex(of: name) else { return add(name, value) }
    removeAll(name, from: first + 1)
    replace(name, value)
  }

  /// Appends a field whose value is an integer, in decimal.
  public mutating func add(_ name: String, _ value: some BinaryInteger) { add(name, String(value)) }

  /// Gives a name one value, an integer in decimal.
  public mutating func set(_ name: String, _ value: some BinaryInteger) { set(name, String(value)) }

  /// Takes over the fields of another message. All values of a name that it has replace those that are here, and come last, in its order.
  ///
  /// ```swift
  /// var headers: HTTPMessage = ["Accept": "*/*", "X-Tag": "a"]
  /// headers.merge(["Accept": "text/csv"])
  /// ```
  public mutating func merge(_ other: HTTPMessage) {
    for index in other.indices { remove(other.name(at: index)) }
    for index in other.indices { addField(of: other, at: index) }
  }

  /// This message with the fields of another, as ``merge(_:)`` has them.
  public func merging(_ other: HTTPMessage) -> HTTPMessage {
    var message = self
    message.merge(other)
    return message
  }

  /// Replaces the value of the first field of a name, and keeps its position and the case of its name (`Message.replace_header`).
  ///
  /// Returns false, and changes nothing, if there is no such field. Python raises `KeyError`.
  @discardableResult
  public mutating func replace(_ name: String, _ value: String) -> Bool {
    guard let index = firstIndex(of: name) else { return false }
    let kept = self.name(at: index)
    add(kept, value)
    slots[index] = slots.removeLast()
    dropUnusedBytes()
    return true
  }

  /// Removes all fields of a name (`del msg[name]`).
  public mutating func remove(_ name: String) { removeAll(name, from: 0) }

  /// Removes the fields of a name that are at an index or behind it.
  private mutating func removeAll(_ name: String, from first: Int) {
    var kept = slots[..<first]
    var start = first
    while let index = firstIndex(of: name, from: start) {
      kept += slots[start..<index]
      start = index + 1
    }
    if start == first { return }
    slots = Array(kept + slots[start...])
    dropUnusedBytes()
  }

  /// Compacts the storage once fields use less than a quarter of it, so that a message does not grow with each change.
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
