#if TLS
import HTTPWire

/// Makes a context from a plan, and the Swift code that makes the same context.
struct ContextRecipe {
  private(set) var options = TLSContext.Options()
  /// The lines of code before the context is used.
  private(set) var lines: [String] = []
  /// The expression for the context; nil for the default context.
  private(set) var expression: String?
  private let name: String

  /// The names of the variables in the code start with `prefix`.
  init(_ plan: TLSPlan, prefix: String) {
    name = prefix.isEmpty ? "options" : prefix + "Options"
    addTrust(plan)
    addIdentity(plan)
    addVersions(plan)
    addCiphers(plan)
    addPins(plan)
    if lines.isEmpty { return }
    let context = prefix.isEmpty ? "context" : prefix + "Context"
    lines.insert("var \(name) = TLSContext.Options()", at: 0)
    lines.append("let \(context) = try TLSContext(\(name))")
    expression = context
  }

  /// Makes the context. Throws the complaint about the file or the cipher that can't be used.
  func context() throws(Complaint) -> TLSContext {
    if expression == nil { return .default }
    do throws(HTTPException) { return try TLSContext(options) } catch { throw complaint(error) }
  }

  /// The complaint with the status of what can't be used: the authorities, the ciphers, or else the client's certificate.
  private func complaint(_ error: HTTPException) -> Complaint {
    let text = Complaint(error).text
    var part = TLSContext.Options()
    part.trust = options.trust
    if (try? TLSContext(part)) == nil { return Complaint(.authorities, text) }
    part = TLSContext.Options()
    (part.cipherList, part.cipherSuites) = (options.cipherList, options.cipherSuites)
    if (try? TLSContext(part)) == nil { return Complaint(.ciphers, text) }
    return Complaint(.tlsFiles, text)
  }

  private mutating func addTrust(_ plan: TLSPlan) {
    if plan.isInsecure {
      options.checkHostname = false
      options.verification = .none
      add("checkHostname = false")
      add("verification = .none")
    }
    let file = plan.authorityFile.map { ("file", $0) }
    let folder = plan.authorityFolder.map { ("directory", $0) }
    let sources = [file, folder].compactMap { $0 }
    if sources.isEmpty { return }
    options.trust = sources.map { $0 == "file" ? .file($1) : .directory($1) }
    add("trust = [" + sources.map { ".\($0)(\(SwiftCode.literal($1)))" }.joined(separator: ", ") + "]")
  }

  private mutating func addIdentity(_ plan: TLSPlan) {
    guard let certificate = plan.certificate else { return }
    options.identity = .files(certificate: certificate, key: plan.key, passphrase: plan.passphrase)
    let key = plan.key.map { ", key: \(SwiftCode.literal($0))" } ?? ""
    add(
      "identity = .files(certificate: \(SwiftCode.literal(certificate))\(key)\(plan.passphrase == nil ? "" : ", passphrase: passphrase"))")
  }

  private mutating func addVersions(_ plan: TLSPlan) {
    if let minimum = plan.minimum {
      options.minimumVersion = minimum.version
      add("minimumVersion = .\(minimum)")
    }
    if let maximum = plan.maximum {
      options.maximumVersion = maximum.version
      add("maximumVersion = .\(maximum)")
    }
  }

  private mutating func addCiphers(_ plan: TLSPlan) {
    if let list = plan.ciphers {
      options.cipherList = list
      add("cipherList = \(SwiftCode.literal(list))")
    }
    if let suites = plan.suites {
      options.cipherSuites = suites
      add("cipherSuites = \(SwiftCode.literal(suites))")
    }
  }

  private mutating func addPins(_ plan: TLSPlan) {
    if plan.pins.isEmpty { return }
    options.peerCheck = .publicKey(sha256: Set(plan.pins))
    let digests = plan.pins.map { "[" + $0.map { "0x" + String($0, radix: 16) }.joined(separator: ", ") + "]" }
    add("peerCheck = .publicKey(sha256: [\(digests.joined(separator: ", "))])")
  }

  private mutating func add(_ assignment: String) { lines.append("\(name).\(assignment)") }
}
#endif
