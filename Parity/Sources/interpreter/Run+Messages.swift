import HTTPWire

// The step that puts queries to a message.

extension Run {
  func message(_ step: Fields) throws -> JSON {
    var queries = MessageQueries(try startingMessage(step))
    let fields = JSON(pairs: queries.message.items)
    var answers: [JSON] = []
    for query in try step.list("queries") {
      guard case .array(let parts) = query, case .string(let function) = parts.first else { throw step.wrong("queries", "list of queries") }
      answers.append(try queries.answer(function, Arguments(Array(parts.dropFirst()), "\(step.place): \(function)")))
    }
    return .object([("fields", fields), ("answers", .array(answers))])
  }

  private func startingMessage(_ step: Fields) throws -> HTTPMessage {
    guard step["block"] != nil else { return HTTPMessage(try step.pairs("fields")) }
    let block = PeerConnection(ConnectionScript.Exchanges(pieces: [[try step.bytes("block")].filter { !$0.isEmpty }])) { _ in }
    block.beginExchange()
    return try HTTPWire.parseHeaders(from: block, leniency: program.leniency)
  }
}

/// The arguments of a query.
struct Arguments {
  private let values: [JSON]
  private let place: String

  init(_ values: [JSON], _ place: String) {
    self.values = values
    self.place = place
  }

  func text(_ index: Int) throws(NotAProgram) -> String {
    guard let text = try optionalText(index) else { throw NotAProgram(reason: "\(place): argument \(index) is no text") }
    return text
  }

  func optionalText(_ index: Int) throws(NotAProgram) -> String? {
    guard index < values.count else { return nil }
    switch values[index] {
    case .null: return nil
    case .string(let text): return text
    default: throw NotAProgram(reason: "\(place): argument \(index) is no text")
    }
  }

  /// A list of [parameter, value or null]; empty when left out.
  func parameters(_ index: Int) throws(NotAProgram) -> [(String, String?)] {
    guard index < values.count else { return [] }
    let wrong = NotAProgram(reason: "\(place): argument \(index) is no list of [parameter, value]")
    guard case .array(let elements) = values[index] else { throw wrong }
    var parameters: [(String, String?)] = []
    for element in elements {
      guard case .array(let parts) = element, parts.count == 2 else { throw wrong }
      let pair = Arguments(parts, place)
      parameters.append((try pair.text(0), try pair.optionalText(1)))
    }
    return parameters
  }
}
