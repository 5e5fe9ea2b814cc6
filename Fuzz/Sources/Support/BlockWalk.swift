package import HTTPWire

// The one file that calls HeaderBlockParser and parseHeaders.

/// What came of a header block in one delivery.
package struct BlockOutcome: Equatable {
  package var fields: HTTPMessage?
  package var defects: [HTTPMessage.Defect] = []
  package var payload = ""
  package var error: HTTPException?
  /// The bytes behind the block; nil when it is not complete.
  package var rest: [UInt8]?

  /// Parses the block at the front of a stream.
  package init(_ stream: [UInt8], _ manner: Manner, _ delivery: Delivery) {
    var parser = HeaderBlockParser(leniency: manner.leniency, limits: manner.limits)
    var feed = Feed(stream, delivery)
    var input: [UInt8] = []
    do {
      while true {
        if let block = try parser.nextBlock(in: input.span, isAtEnd: feed.isAtEnd) {
          require(0...input.count ~= block.length, "a block stands in the input", block.length)
          fields = block.headers
          input.removeFirst(block.length)
          break
        }
        input += feed.next()
      }
      note(rest: input + feed.rest)
    } catch {
      self.error = error
    }
    if isDefectPlanted, delivery.pieces == .byteByByte { fields = nil }
  }

  /// Parses the block at the front of a stream that a `ByteStream` hands out.
  package init(readingFrom stream: [UInt8], _ manner: Manner) {
    let source = MemoryStream([stream])
    do {
      fields = try parseHeaders(from: source, leniency: manner.leniency, limits: manner.limits)
      note(rest: source.unread)
    } catch {
      self.error = error
    }
  }

  private mutating func note(rest: [UInt8]) {
    self.rest = rest
    defects = fields?.defects ?? []
    payload = fields?.getPayload() ?? ""
  }
}
