import Foundation
import HTTPWireFoundation
import HTTPWireTesting
import Testing

/// Values as JSON, to and from a server.
struct JSONTests {
  struct Entry: Codable, Equatable {
    var name: String
    var tags: [String] = []
    var made: Date? = nil
  }

  /// What can't be encoded.
  struct Stubborn: Codable {
    enum Refusal: Error { case no }

    init() {}
    init(from decoder: any Decoder) throws { throw Refusal.no }
    func encode(to encoder: any Encoder) throws { throw Refusal.no }
  }

  static let entries = [
    Entry(name: "spam"), Entry(name: "J\u{F6}rg \u{1F600} \"\\\u{0}", tags: ["a", ""]),
    Entry(name: String(repeating: "x", count: 100_000), made: Date(timeIntervalSinceReferenceDate: 1)),
  ]

  @Test(arguments: 0..<entries.count) func `a value goes to a server and comes back`(row: Int) throws {
    let entry = Self.entries[row]
    let server = try LoopbackServer.replying { .init(headers: ["Content-Type": $0.headers["Content-Type"] ?? ""], body: $0.body) }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
    let body = try RequestBody.json(encoding: entry)
    try connection.request("POST", "/", body: body, headers: body.headers)
    let response = try connection.getResponse()
    #expect(response.headers.getContentType() == "application/json")
    #expect(try response.json(Entry.self) == entry)
    #expect(response.isClosed)
  }

  @Test func `the coders are those that are given`() throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .secondsSince1970
    encoder.keyEncodingStrategy = .convertToSnakeCase
    struct Value: Codable, Equatable {
      var madeAt: Date
    }
    let value = Value(madeAt: Date(timeIntervalSince1970: 7))
    let received = try sent(.json(encoding: value, with: encoder))
    #expect(received.text == "{\"made_at\":7}")
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .secondsSince1970
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let response = try Replies.response("HTTP/1.1 200 OK\r\nContent-Length: \(received.body.count)\r\n\r\n\(received.text)")
    let decoded: Value = try response.json(with: decoder)
    #expect(decoded == value)
  }

  @Test func `what the coders throw is inside of custom`() throws {
    let unencodable = #expect(throws: HTTPException.self) { _ = try RequestBody.json(encoding: ["a": Double.nan]) }
    guard case .custom(let error as EncodingError)? = unencodable else { throw try #require(unencodable) }
    #expect("\(error)".contains("nan"))
    let stubborn = #expect(throws: HTTPException.self) { _ = try RequestBody.json(encoding: Stubborn()) }
    guard case .custom(Stubborn.Refusal.no)? = stubborn else { throw try #require(stubborn) }
  }

  @Test(arguments: ["<html>", "", "{}", "[", "{\"name\": 1}", "\u{0}"])
  func `a body that is not the value is an error of the decoder, and is read`(body: String) throws {
    let response = try Replies.response("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    let error = #expect(throws: HTTPException.self) { try response.json(Entry.self) }
    guard case .custom(is DecodingError)? = error else { throw try #require(error) }
    #expect(response.isClosed)
  }

  @Test func `an error of reading stays what it is`() throws {
    let response = try Replies.response("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"name\"")
    #expect(throws: HTTPException.incompleteRead(partial: Array("{\"name\"".utf8), expected: 2)) { try response.json(Entry.self) }
  }

  @Test(arguments: ["text/plain", "text/html; charset=utf-8", "application/problem+json", ""])
  func `the content type and the status play no part`(type: String) throws {
    let response = try Replies.response("HTTP/1.1 404 Not Found\r\nContent-Type: \(type)\r\nContent-Length: 3\r\n\r\n[1]")
    #expect(try response.json([Int].self) == [1])
  }

  @Test func `Data needs nothing of its own`() throws {
    let data = Data("spam".utf8)
    #expect(try sent(.bytes(data)).text == "spam")
    #expect(try sent(.bytes(data[1...])).text == "pam")
    let response = try Replies.response("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nspam")
    #expect(try Data(response.read()) == data)
  }

  /// The request that a server gets with a body.
  private func sent(_ body: RequestBody) throws -> ReceivedRequest {
    let server = try LoopbackServer.replying { _ in .init(status: 204) }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(30))
    try connection.request("POST", "/", body: body, headers: body.headers)
    #expect(try connection.getResponse().status == 204)
    return try #require(server.requests.first)
  }
}
