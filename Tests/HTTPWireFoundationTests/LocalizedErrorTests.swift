import Foundation
import HTTPWireFoundation
import HTTPWireInflate
import Testing

/// What Foundation shows of the package's errors.
struct LocalizedErrorTests {
  static let errors: [any Error & CustomStringConvertible & Sendable] = {
    var all: [any Error & CustomStringConvertible & Sendable] = [
      HTTPException.closed, HTTPException.invalidURL("the URL has no host"), HTTPException.timedOut(.connecting),
      HTTPException.incompleteRead(partial: [1, 2], expected: 3), HTTPException.custom(EventStreamRefusal.some),
      ContentDecodingError.truncated(coding: "gzip"), ContentDecodingError.outOfMemory, EventStreamRefusal.some,
    ]
    all += CookieJar.Refusal.allCases
    #if Compression
    all += [InflateFailure.truncated, InflateFailure.corrupted("invalid block type"), InflateFailure.outOfMemory]
    #endif
    return all
  }()

  @Test(arguments: 0..<errors.count) func `an error's localized description is its description`(row: Int) {
    let error: any Error & CustomStringConvertible = Self.errors[row]
    #expect(error.localizedDescription == error.description)
    #expect((error as NSError).localizedDescription == error.description)
  }

  @Test func `an error that a typed catch has shows the same`() {
    do throws(HTTPException) {
      _ = try HTTPURL("http:///")
    } catch {
      #expect(error.localizedDescription == error.description)
    }
  }
}

extension EventStreamRefusal {
  /// A refusal, which only a response can cause.
  static let some: EventStreamRefusal = {
    do throws(HTTPException) {
      _ = try EventStream(Replies.response("HTTP/1.1 404 Not Found\r\n\r\n"))
    } catch .custom(let error as EventStreamRefusal) {
      return error
    } catch {}
    fatalError("the response was no refusal")
  }()
}
