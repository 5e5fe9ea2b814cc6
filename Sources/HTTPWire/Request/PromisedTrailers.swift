/// The trailer fields that will end a body in chunks (RFC 9112 section 7.1.2). Their names are known at the start, their values at the end.
final class PromisedTrailers {
  /// The names, as they are declared in the request's `Trailer` field.
  let names: [String]
  let fields: () throws(HTTPException) -> HTTPMessage

  init(names: [String], _ fields: @escaping () throws(HTTPException) -> HTTPMessage) {
    self.names = names
    self.fields = fields
  }

  /// Declares the names in a request's head.
  ///
  /// Throws `invalidArgument` for a field that must not be a trailer, and for a body that is not sent in chunks; `invalidHeaderName`.
  func announce(in head: inout RequestHead, isChunked: Bool) throws(HTTPException) {
    guard isChunked else {
      throw .invalidArgument("trailers need a body in chunks: leave out Content-Length and Transfer-Encoding, and use HTTP/1.1")
    }
    try TrailerSection.check(names)
    try head.add("Trailer", names.joined(separator: ", "))
  }

  /// The last chunk, with the fields behind it.
  ///
  /// Throws what making the fields throws, and `invalidArgument` for a field that was not declared.
  func lastChunk() throws(HTTPException) -> [UInt8] {
    try TrailerSection.lastChunk(try fields(), declared: names)
  }
}
