import HTTPWire

/// The arguments of a connection that are about TLS.
struct TLSArguments {
  private let contextName: String
  private let authority: String?
  let checkHostname: Bool?
  let keyFile: String?
  let certFile: String?

  init(_ step: Fields, _ program: Program) throws(NotAProgram) {
    contextName = try step.optionalText("context") ?? "default"
    guard ["default", "unverified", "trusting"].contains(contextName) else { throw step.wrong("context", "context") }
    authority = try step.optionalText("ca").map(program.filled) ?? program.loopback?.authority
    checkHostname = step.isNone("checkHostname") ? nil : try step.bool("checkHostname")
    keyFile = try step.optionalText("keyFile").map(program.filled)
    certFile = try step.optionalText("certFile").map(program.filled)
    if contextName == "trusting", authority == nil { throw step.wrong("ca", "file of the authority") }
  }

  /// Whether it takes the deprecated initialiser.
  var hasDeprecated: Bool { checkHostname != nil || keyFile != nil || certFile != nil }

  func makeContext() throws(HTTPException) -> TLSContext {
    switch contextName {
    case "unverified": return .unverified()
    case "trusting":
      var options = TLSContext.Options()
      options.trust = authority.map { [.file($0)] } ?? []
      return try TLSContext(options)
    default: return .default
    }
  }
}

/// Calls of what is deprecated warn unless they come through a requirement that is not.
protocol DeprecatedMaker {
  func make(_ tls: TLSArguments, _ context: TLSContext) throws(HTTPException) -> HTTPSConnection
}

/// Makes connections by the deprecated initialiser, which takes neither a block size nor a leniency.
struct SecureMaker: DeprecatedMaker {
  let host: String
  let port: Int?
  let timeout: Duration?
  let source: SourceAddress?

  @available(*, deprecated)
  func make(_ tls: TLSArguments, _ context: TLSContext) throws(HTTPException) -> HTTPSConnection {
    try HTTPSConnection(
      host, port: port, keyFile: tls.keyFile, certFile: tls.certFile, timeout: timeout, sourceAddress: source, context: context,
      checkHostname: tls.checkHostname)
  }
}
