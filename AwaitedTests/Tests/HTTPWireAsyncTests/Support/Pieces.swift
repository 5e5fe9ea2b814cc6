/// A sequence of pieces, as slow as it is made, that may throw at its end.
struct Pieces: AsyncSequence, Sendable {
  struct Broken: Error, Equatable {}

  let pieces: [[UInt8]]
  var pause: Duration?
  var throwsAtEnd = false

  init(_ pieces: [[UInt8]], pause: Duration? = nil, throwsAtEnd: Bool = false) {
    self.pieces = pieces
    self.pause = pause
    self.throwsAtEnd = throwsAtEnd
  }

  func makeAsyncIterator() -> Iterator { Iterator(rest: pieces[...], pause: pause, throwsAtEnd: throwsAtEnd) }

  struct Iterator: AsyncIteratorProtocol {
    var rest: ArraySlice<[UInt8]>
    let pause: Duration?
    let throwsAtEnd: Bool

    mutating func next() async throws -> [UInt8]? {
      if let pause { try await Task.sleep(for: pause) }
      if let piece = rest.popFirst() { return piece }
      if throwsAtEnd { throw Broken() }
      return nil
    }
  }
}
