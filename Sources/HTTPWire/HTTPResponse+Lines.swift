extension HTTPResponse {
  /// Reads a line of the body, its line feed included, or `limit` bytes of it; the last line may have no line feed. Empty at the end
  /// of the body only. A negative limit is none (`HTTPResponse.readline`).
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

  /// Reads the lines that are left, or as many as it takes for their bytes to exceed `hint`; a hint of 0 or less is none
  /// (`HTTPResponse.readlines`).
  ///
  /// Throws as `read()` does.
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

  /// An error of a line that comes after others, which are not to be lost with it.
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

  /// Hands the lines that are left to `body`, one at a time, as they arrive (`for line in response`).
  ///
  /// Throws as `read()` does, and what `body` throws, which is inside of `custom` unless it is an `HTTPException`.
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
