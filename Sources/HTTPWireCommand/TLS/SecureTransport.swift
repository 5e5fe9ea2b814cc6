import HTTPWire

/// The parts of the command that need TLS. Without the trait TLS, they do nothing.
enum SecureTransport {
  /// The message if TLS is requested and not built in.
  static let absence = "HTTPS is not built in: this command was built without the trait TLS"

  #if TLS
  static let isBuiltIn = true

  /// Makes a connection that speaks TLS as planned. Throws what making it and its context throw.
  static func connection(
    _ arguments: ConnectionSetup.Arguments, _ plan: TLSPlan, _ steps: Steps
  ) throws(HTTPException) -> HTTPConnection {
    let recipe = ContextRecipe(plan, prefix: "")
    for line in recipe.lines { steps.line(line) }
    let context = recipe.expression.map { ", context: " + $0 } ?? ""
    steps.line("let connection = try HTTPSConnection(\(arguments.code)\(context))")
    return try HTTPSConnection(
      arguments.host, port: arguments.port, sourceAddress: arguments.sourceAddress, leniency: arguments.leniency,
      context: recipe.context())
  }

  /// Makes a connection speak TLS to its proxy. Throws what making the context throws.
  static func secureProxy(of connection: HTTPConnection, _ plan: TLSPlan, _ steps: Steps) throws(HTTPException) {
    let recipe = ContextRecipe(plan, prefix: "proxy")
    for line in recipe.lines { steps.line(line) }
    steps.line("connection.proxyContext = \(recipe.expression ?? ".default")")
    connection.proxyContext = try recipe.context()
  }

  /// The results of the handshake that an event reports; nil for another event.
  static func facts(of event: ConnectionEvent) -> TLSFacts? {
    if case .handshakeEnded(let facts) = event { facts } else { nil }
  }
  #else
  static let isBuiltIn = false

  static func connection(
    _ arguments: ConnectionSetup.Arguments, _ plan: TLSPlan, _ steps: Steps
  ) throws(HTTPException) -> HTTPConnection {
    throw .invalidArgument(absence)
  }

  static func secureProxy(of connection: HTTPConnection, _ plan: TLSPlan, _ steps: Steps) throws(HTTPException) {
    throw .invalidArgument(absence)
  }

  /// What a handshake would result in.
  struct Facts {
    let summary: String
    func lines(_ peer: String, _ isVerified: Bool) -> [String] { [] }
  }

  static func facts(of event: ConnectionEvent) -> Facts? { nil }
  #endif
}
