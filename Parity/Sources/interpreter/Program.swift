import HTTPWire

/// A program: what the peer does, and the steps.
struct Program {
  let leniency: ParsingLeniency
  let peer: [ConnectionScript]
  let steps: [Fields]
  /// For programs over real sockets, what the peer is reached by; nil for the others.
  let loopback: Loopback?

  init(_ line: [UInt8]) throws(NotAProgram) {
    let fields = try Fields(JSONReader.value(of: line), "the program")
    leniency = try Leniencies.preset(fields["preset"])
    var peer: [ConnectionScript] = []
    for (number, connection) in try Self.list(fields, "peer").enumerated() {
      peer.append(try ConnectionScript(Fields(connection, "connection \(number) of the peer")))
    }
    self.peer = peer
    var steps: [Fields] = []
    for (number, step) in try fields.list("steps").enumerated() { steps.append(try Fields(step, "step \(number)")) }
    self.steps = steps
    loopback = try fields.bool("loopback") ? try Loopback(fields) : nil
  }

  /// A text with the server's port and the file of its authority in the places that are kept for them.
  func filled(_ text: String) -> String {
    var text = text
    if let port = loopback?.port { text = text.replacing("{port}", with: String(port)) }
    if let authority = loopback?.authority { text = text.replacing("{ca}", with: authority) }
    return text
  }

  private static func list(_ fields: Fields, _ key: String) throws(NotAProgram) -> [JSON] {
    fields.isNone(key) ? [] : try fields.list(key)
  }
}

/// The server of a program over real sockets: its port and the file of its authority, where they are told apart from the steps.
struct Loopback {
  let port: Int?
  let authority: String?

  init(_ fields: Fields) throws(NotAProgram) {
    port = try fields.optionalInt("port")
    authority = try fields.optionalText("ca")
  }
}
