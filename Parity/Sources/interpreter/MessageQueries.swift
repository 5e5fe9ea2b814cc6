import HTTPWire

/// A message, and the functions by which programs ask and change it.
struct MessageQueries {
  private(set) var message: HTTPMessage

  init(_ message: HTTPMessage) { self.message = message }

  mutating func answer(_ function: String, _ arguments: Arguments) throws(NotAProgram) -> JSON {
    if let value = try look(function, arguments) { return .object([("ok", value)]) }
    if let value = try parameter(function, arguments) { return .object([("ok", value)]) }
    guard let failure = try change(function, arguments) else { throw NotAProgram(reason: "no query is named \(function)") }
    return .object([failure.map { ("error", .string($0)) } ?? ("ok", .null)])
  }

  /// The fields and what is around them; nil for other functions.
  private func look(_ function: String, _ arguments: Arguments) throws(NotAProgram) -> JSON? {
    switch function {
    case "get": JSON(message.get(try arguments.text(0), default: try arguments.optionalText(1)))
    case "getAll": JSON(message.getAll(try arguments.text(0)))
    case "contains": .bool(message.contains(try arguments.text(0)))
    case "len": .int(message.count)
    case "keys": JSON(message.keys)
    case "values": JSON(message.values)
    case "items": JSON(pairs: message.items)
    case "dict": JSON(pairs: Self.sorted(message.dictionary))
    case "payload": .string(message.getPayload())
    case "defects": JSON(message.defects.map(HeaderFacts.className))
    case "text": .string(message.description)
    default: nil
    }
  }

  /// What fields hold; nil for other functions.
  private func parameter(_ function: String, _ arguments: Arguments) throws(NotAProgram) -> JSON? {
    switch function {
    case "contentType": return .string(message.getContentType())
    case "mainType": return .string(message.getContentMainType())
    case "subtype": return .string(message.getContentSubtype())
    case "charset": return JSON(message.getContentCharset())
    case "filename": return JSON(message.getFilename())
    case "disposition": return JSON(message.getContentDisposition())
    case "boundary": return JSON(message.getBoundary())
    case "param": return JSON(message.getParam(try arguments.text(0), header: try arguments.optionalText(1) ?? Self.contentType))
    case "params":
      let parameters = message.getParams(header: try arguments.optionalText(0) ?? Self.contentType)
      return JSON(pairs: parameters.map { (name: $0.name, value: $0.value) })
    default: return nil
    }
  }

  /// Changes the message. The value is nil for other functions, and else what Python raises, if anything.
  private mutating func change(_ function: String, _ arguments: Arguments) throws(NotAProgram) -> String?? {
    switch function {
    case "add": message.add(try arguments.text(0), try arguments.text(1))
    case "addHeader":
      message.add(try arguments.text(0), try arguments.optionalText(1), parameters: try arguments.parameters(2))
    case "replace": return .some(message.replace(try arguments.text(0), try arguments.text(1)) ? nil : "KeyError")
    case "remove": message.remove(try arguments.text(0))
    default: return nil
    }
    return .some(nil)
  }

  private static let contentType = "content-type"

  private static func sorted(_ fields: [String: String]) -> [(name: String, value: String)] {
    fields.map { (name: $0.key, value: $0.value) }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}
