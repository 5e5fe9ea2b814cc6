import Foundation
import HTTPWire
import HTTPWireSession
import Testing

/// Answers the questions of `Scripts/cookies`, when the environment names their file.
struct CookieExport {
  static let file = ProcessInfo.processInfo.environment["HTTPWIRE_COOKIES"]

  private struct Place: Decodable {
    let host: String
    let target: String
    let isSecure: Bool
    var place: CookieJar.Place { CookieJar.Place(host: host, target: target, isSecure: isSecure) }
  }

  private struct Question: Decodable {
    /// The domains whose hosts share cookies.
    let shared: [String]
    let now: Int64
    /// A file of cookies that is read first. Its bytes are Latin-1 text here, as all others are.
    let file: String
    /// Where the fields come from.
    let place: Place
    let fields: [String]
    /// Where the cookies would go.
    let requests: [Place]
  }

  private struct Answer: Encodable {
    let headers: [String?]
    let file: String

    init(_ question: Question) {
      var jar = CookieJar()
      jar.sharedDomains = Set(question.shared)
      jar.load(netscape: question.file.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }, now: question.now)
      for field in question.fields {
        var message: HTTPMessage = [:]
        message.add("Set-Cookie", field)
        jar.store(message, from: question.place.place, now: question.now)
      }
      headers = question.requests.map { jar.header(for: $0.place, now: question.now) }
      file = String(String.UnicodeScalarView(jar.netscape(now: question.now).map { Unicode.Scalar($0) }))
    }
  }

  @Test(.enabled(if: CookieExport.file != nil)) func `the answers to all questions are written`() throws {
    let file = try #require(Self.file)
    let questions = try JSONDecoder().decode([Question].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    try JSONEncoder().encode(questions.map(Answer.init)).write(to: URL(fileURLWithPath: file + ".answers"))
  }
}
