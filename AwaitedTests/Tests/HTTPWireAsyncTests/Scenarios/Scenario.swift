import HTTPWire
import HTTPWireTesting
import Testing

/// What a server does, what a client does with it, and what that hears, in all ways to wait.
struct Scenario: Sendable, CustomTestStringConvertible {
  /// What is shown, as a sentence.
  let testDescription: String
  let place: @Sendable () throws -> Place
  let steps: [Step]
  /// What each step that hears something has heard, and the number of connections. "…" leaves out the rest.
  let expected: [String]
  /// The ways for which it does not hold, and why.
  let excluded: [Way: String]

  init(
    _ testDescription: String, _ place: @escaping @Sendable () throws -> Place, _ steps: [Step], _ expected: [String],
    excluding excluded: [Way: String] = [:]
  ) {
    self.testDescription = testDescription
    self.place = place
    self.steps = steps
    self.expected = expected
    self.excluded = excluded
  }

  /// Whether that is what the steps should have heard.
  func isExpected(_ heard: [String]) -> Bool {
    heard.count == expected.count
      && zip(heard, expected).allSatisfy { $1.hasSuffix("…") ? $0.hasPrefix($1.dropLast()) : $0 == $1 }
  }
}

/// What a client does next.
enum Step: Sendable {
  /// Sends a request, and hears the status of its response. `within` is the time for the whole exchange.
  case request(String, String, Content? = nil, HTTPMessage = [:], expect: ExpectContinue? = nil, within: Duration? = nil)
  /// Reads on until so many bytes of the body have come. Hears nothing, or why they did not come.
  case read(Int)
  /// Reads the rest. Hears the whole body, and the trailers in braces.
  case readAll
  /// Closes the response.
  case closeResponse
  /// Closes the connection.
  case close
  /// Opens the server's gate.
  case open
  /// Waits for the client's gate.
  case pass

  static func get(_ target: String = "/") -> Step { .request("GET", target) }
}

/// A body that each way sends in its own manner.
enum Content: Sendable {
  case text(String)
  case bytes([UInt8])
  case file([UInt8])
  case pieces([[UInt8]], length: Int? = nil)
  case ending([[UInt8]], trailers: [String: String])
  /// So many bytes of one letter.
  case letters(Int)
  /// So many pieces of that many bytes of one letter.
  case blocks(of: Int, count: Int)
}
