import Foundation
import HTTPWireCore
import Testing

/// Answers the questions of `Scripts/proxy-rules`, when the environment names their file.
struct ProxyRulesExport {
  static let file = ProcessInfo.processInfo.environment["HTTPWIRE_PROXY_RULES"]

  private struct Question: Decodable {
    let environment: [String: String]
    let url: String
  }

  private struct Answer: Encodable {
    var kind: String
    var scheme: String?
    var host: String?
    var port: Int?
    var user: String?
    var credentials: [String]?

    init(_ question: Question) {
      do {
        let route = try ProxyRules(environment: question.environment).route(to: question.url)
        kind =
          switch route {
          case .direct: "direct"
          case .forward: "forward"
          case .tunnel: "tunnel"
          case .socks: "socks"
          }
        guard let proxy = route.proxy else { return }
        scheme = proxy.scheme.rawValue
        (host, port, user) = (proxy.host, proxy.port, proxy.user)
        if let user = proxy.user, let password = proxy.password { credentials = [user, password] }
      } catch {
        kind = "error"
      }
    }
  }

  @Test(.enabled(if: ProxyRulesExport.file != nil)) func `the answers to all questions are written`() throws {
    let file = try #require(Self.file)
    let questions = try JSONDecoder().decode([Question].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    try JSONEncoder().encode(questions.map(Answer.init)).write(to: URL(fileURLWithPath: file + ".answers"))
  }
}
