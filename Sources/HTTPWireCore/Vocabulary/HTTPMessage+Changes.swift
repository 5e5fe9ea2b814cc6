extension HTTPMessage {
  /// Creates a message of a dictionary's fields, sorted by name, because a dictionary has no order of its own.
  ///
  /// A dictionary literal is a message by itself: it keeps its order and its duplicates.
  ///
  /// ```swift
  /// let settings: [String: String] = load()
  /// try connection.request("GET", "/", headers: HTTPMessage(dictionary: settings))
  /// ```
  public init(dictionary: [String: String]) {
    self.init()
    for (name, value) in dictionary.sorted(by: { $0.key < $1.key }) { add(name, value) }
  }

  /// Gives a name one value: that of its first field is replaced, further ones are removed, and if there is none, a field is appended.
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
  /// var headers = defaults
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
}
