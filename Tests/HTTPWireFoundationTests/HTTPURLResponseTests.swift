import Foundation
import HTTPWireFoundation
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Responses as Foundation has them.
struct HTTPURLResponseTests {
  private let url = URL(fileURLWithPath: "/").appending(path: "a")

  private func converted(_ lines: String..., status: Int = 200) throws -> HTTPURLResponse {
    let head = ["HTTP/1.1 \(status) Some Reason"] + lines + ["Content-Length: 4", "", "spam"]
    let response = try Replies.response(head.joined(separator: "\r\n"))
    let converted = try #require(HTTPURLResponse(response, url: url))
    // The body is still there.
    #expect(try response.read() == Array("spam".utf8))
    return converted
  }

  @Test(arguments: [200, 204, 304, 404, 599, 999]) func `status and URL come along`(status: Int) throws {
    let response = try Replies.response("HTTP/1.1 \(status) Reason\r\n\r\n")
    let converted = try #require(HTTPURLResponse(response, url: url))
    #expect(converted.statusCode == status)
    #expect(converted.url == url)
  }

  @Test func `fields are found in any case, and say what Foundation makes of them`() throws {
    let response = try converted("content-TYPE: text/html; charset=utf-8", "X-Tag: a", "Empty:")
    #expect(response.value(forHTTPHeaderField: "Content-Type") == "text/html; charset=utf-8")
    #expect(response.value(forHTTPHeaderField: "x-tag") == "a")
    #expect(response.value(forHTTPHeaderField: "Empty") == "")
    #expect(response.value(forHTTPHeaderField: "Missing") == nil)
    #expect(response.mimeType == "text/html")
    #expect(response.textEncodingName == "utf-8")
    #expect(response.expectedContentLength == 4)
  }

  @Test func `repeated fields are joined, whatever the case of their names`() throws {
    let response = try converted("X-Tag: a", "Set-Cookie: a=1; Path=/", "x-tag: b", "X-TAG: c", "set-cookie: b=2")
    #expect(response.value(forHTTPHeaderField: "X-Tag") == "a, b, c")
    #expect(response.value(forHTTPHeaderField: "Set-Cookie") == "a=1; Path=/, b=2")
    #expect(response.allHeaderFields.count == 3)
  }

  @Test func `values are Latin-1 text`() throws {
    let head = Array("HTTP/1.1 200 OK\r\nX-Name: J".utf8) + [0xF6] + Array("rg\r\n\r\n".utf8)
    let response = try #require(HTTPURLResponse(Replies.response(head), url: url))
    #expect(response.value(forHTTPHeaderField: "X-Name") == "J\u{F6}rg")
  }

  @Test(arguments: ["HTTP/1.0", "HTTP/1.1"]) func `a response of either version is one`(version: String) throws {
    let response = try Replies.response("\(version) 200 OK\r\nX-Tag: a\r\n\r\n")
    #expect(try #require(HTTPURLResponse(response, url: url)).value(forHTTPHeaderField: "X-Tag") == "a")
  }

  @Test(arguments: ["99999999999999999999999", "a", "-1"])
  func `fields that Foundation reads may be anything`(value: String) throws {
    let response = try Replies.response("HTTP/1.1 200 OK\r\nAge: \(value)\r\nContent-Disposition: attachment; filename=\"\(value)\r\n\r\n")
    #expect(try #require(HTTPURLResponse(response, url: url)).value(forHTTPHeaderField: "Age") == value)
  }
}
