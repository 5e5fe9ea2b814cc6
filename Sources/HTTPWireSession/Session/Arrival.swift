import HTTPWire
import HTTPWireCore
import HTTPWireInflate

/// A response that has come, with what led to it, and how its body is read.
struct Arrival {
  let response: HTTPResponse
  let url: HTTPURL
  let history: [HTTPSession.Redirection]
  let connection: HTTPConnection

  /// Passes the decoded body to a closure, to its end.
  func forEachChunk(_ session: HTTPSession, _ body: ([UInt8]) throws -> Void) throws(HTTPException) {
    guard let decoder = try response.isClosed ? nil : session.configuration.decoder(response.headers) else {
      return try response.forEachChunk { (block) throws in try body(block) }
    }
    do {
      try response.forEachChunk { (block) throws in try decoder.decode(block, to: body) }
      try decoder.finish()
    } catch {
      throw HTTPException(error)
    }
  }

  /// The whole decoded body, of at most `limit` bytes; nil for any number.
  func read(_ session: HTTPSession, upTo limit: Int?) throws(HTTPException) -> [UInt8] {
    let limit = max(0, limit ?? .max)
    if session.configuration.decodesContent, response.headers.contains("Content-Encoding") {
      var whole: [UInt8] = []
      try forEachChunk(session) { block in
        if whole.count + block.count > limit { throw HTTPException.limitExceeded(what: "bytes of a body", limit: limit) }
        whole += block
      }
      return whole
    }
    let whole = limit == .max ? try response.read() : try response.read(limit)
    if whole.count == limit, !response.isClosed, try !response.read1(1).isEmpty {
      throw .limitExceeded(what: "bytes of a body", limit: limit)
    }
    return whole
  }
}
