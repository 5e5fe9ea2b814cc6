extension HTTPResponse {
  /// Reads the next line of the body, including its line feed, but at most `limit` bytes of it (`HTTPResponse.readline`). A negative limit
  /// means no limit. The last line may have no line feed. Empty only at the end of the body.
  ///
  /// Throws as `read()` does.
  public func readLine(limit: Int = -1) throws(HTTPException) -> [UInt8] {
    var line: [UInt8] = []
    do {
      try takeLine(into: &line, limit: limit < 0 ? .max : limit)
    } catch {
      guard let error = failure(error, collected: line) else { return line }
      throw error
    }
    return line
  }

  /// Reads the remaining lines (`HTTPResponse.readlines`). With a positive `hint` it stops once the lines have more than `hint` bytes in
  /// total.
  ///
  /// Throws as `read()` does. The lines read before the error are in the error, or are read again.
  public func readLines(hint: Int = -1) throws(HTTPException) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var count = 0
    do {
      while hint <= 0 || count <= hint {
        let line = try readLine()
        if line.isEmpty { break }
        lines.append(line)
        count += line.count
      }
    } catch {
      throw failure(error, lines: lines)
    }
    return lines
  }

  /// Adds the lines read before an error to the error, or keeps them for the next read, so that they are not lost.
  private func failure(_ error: HTTPException, lines: [[UInt8]]) -> HTTPException {
    let bytes = Array(lines.joined())
    switch error {
    case .incompleteRead(let partial, let expected): return .incompleteRead(partial: bytes + partial, expected: expected)
    case .malformedChunk(let problem, let line, let partial): return .malformedChunk(problem, line: line, partial: bytes + partial)
    default:
      keep(bytes)
      return error
    }
  }

  /// Calls `body` with each remaining line as it arrives (`for line in response`).
  ///
  /// Throws as `read()` does. An error of `body` is thrown inside `custom`, unless it is an `HTTPException`.
  ///
  /// ```swift
  /// try response.forEachLine { print(String(decoding: $0, as: UTF8.self), terminator: "") }
  /// ```
  public func forEachLine<Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Void) throws(HTTPException) {
    while true {
      let line = try readLine()
      if line.isEmpty { return }
      do {
        try body(line)
      } catch {
        throw HTTPException(error)
      }
    }
  }
}
