/// An object of a program, with what its keys have to be. A key that is left out is nil.
struct Fields {
  private let members: [(key: String, value: JSON)]
  /// What the object is, for reasons: "step 2".
  let place: String

  init(_ value: JSON, _ place: String) throws(NotAProgram) {
    guard case .object(let members) = value else { throw NotAProgram(reason: "\(place) is no object") }
    self.members = members
    self.place = place
  }

  /// The only key and its value.
  var single: (key: String, value: JSON)? { members.count == 1 ? members[0] : nil }

  /// The value of a key; of several of that name the last, as in Python.
  subscript(key: String) -> JSON? { members.last { $0.key == key }?.value }

  func wrong(_ key: String, _ wanted: String) -> NotAProgram { NotAProgram(reason: "\(place): \(key) is no \(wanted)") }

  func text(_ key: String) throws(NotAProgram) -> String {
    guard case .string(let text) = self[key] else { throw wrong(key, "text") }
    return text
  }

  func optionalText(_ key: String) throws(NotAProgram) -> String? {
    if isNone(key) { nil } else { try text(key) }
  }

  func int(_ key: String) throws(NotAProgram) -> Int {
    guard case .int(let number) = self[key] else { throw wrong(key, "integer") }
    return number
  }

  func optionalInt(_ key: String) throws(NotAProgram) -> Int? {
    if isNone(key) { nil } else { try int(key) }
  }

  /// A number of bytes that room is made for.
  func room(_ key: String) throws(NotAProgram) -> Int {
    let room = try int(key)
    guard (0...Self.mostRoom).contains(room) else { throw wrong(key, "number of bytes to make room for") }
    return room
  }

  func bool(_ key: String, default other: Bool = false) throws(NotAProgram) -> Bool {
    switch self[key] {
    case nil: return other
    case .bool(let value): return value
    default: throw wrong(key, "boolean")
    }
  }

  func bytes(_ key: String) throws(NotAProgram) -> [UInt8] {
    guard let value = self[key], let bytes = Self.bytes(value) else { throw wrong(key, "bytes") }
    return bytes
  }

  func list(_ key: String) throws(NotAProgram) -> [JSON] {
    guard case .array(let elements) = self[key] else { throw wrong(key, "list") }
    return elements
  }

  /// A list of [name, value], both text; empty when left out.
  func pairs(_ key: String) throws(NotAProgram) -> [(name: String, value: String)] {
    if isNone(key) { return [] }
    var pairs: [(name: String, value: String)] = []
    for element in try list(key) {
      guard case .array(let parts) = element, parts.count == 2, case .string(let name) = parts[0], case .string(let value) = parts[1] else {
        throw wrong(key, "list of [name, value]")
      }
      pairs.append((name, value))
    }
    return pairs
  }

  func isNone(_ key: String) -> Bool {
    switch self[key] {
    case nil, .null: true
    default: false
    }
  }

  static func bytes(_ value: JSON) -> [UInt8]? {
    if case .string(let text) = value { Latin1.bytes(text) } else { nil }
  }

  private static let mostRoom = 1 << 26
}
