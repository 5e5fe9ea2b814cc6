extension AsyncHTTPSession {
  /// Downloads a resource to a file, which has its name only once it is whole.
  ///
  /// ```swift
  /// try await session.download("https://example.org/big.iso", to: "big.iso", resuming: true)
  /// ```
  ///
  /// The bytes are those that the server sends: no content coding is asked for, and none is undone. Until the end they are in a file beside
  /// the final one, whose name ends in `.part`. With `resuming`, the part stays after an error, and the next call continues it if the
  /// server confirms that the resource is still the same, as for downloads of an `HTTPSession`. The file is written where the caller runs,
  /// a piece of at most 64 KiB at a time.
  ///
  /// `progress` is called at the start, then at most ten times a second, and at the end. An error that it throws ends the download.
  ///
  /// Throws what ``open(_:)`` throws, `custom` with an `UnexpectedStatus` for a response that is no success, `incompleteRead` if bytes are
  /// missing, and `system` for the file, also while another download to it is running.
  @discardableResult
  public nonisolated(nonsending) func download(
    _ url: some HTTPURLConvertible, to path: String, resuming: Bool = false, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil, progress: ((TransferProgress) throws -> Void)? = nil
  ) async throws(HTTPException) -> HTTPSession.Download {
    var request = try Request("GET", url, headers: headers)
    if !headers.contains("Accept-Encoding") { request.headers.set("Accept-Encoding", "identity") }
    request.deadline = deadline
    let file = try DownloadFile(path, isKept: resuming)
    var transfer = DownloadTransfer(request.url, file, progress)
    let retries = retries(request, deadline)
    var isWhole = false
    while !isWhole {
      do throws(HTTPException) {
        var next = request
        next.headers.merge(transfer.fields)
        let response = try await open(next, deadline, retries)
        isWhole = try await receive(response, &transfer)
      } catch {
        try await pause(after: error, retries)
      }
    }
    try file.finish()
    return try transfer.result()
  }

  /// Takes a response of a download. Returns whether the file is whole.
  private nonisolated(nonsending) func receive(
    _ stream: AsyncStreamedResponse, _ transfer: inout DownloadTransfer
  ) async throws(HTTPException) -> Bool {
    do throws(HTTPException) {
      let isWhole = try await write(stream, &transfer)
      await stream.close()
      return isWhole
    } catch {
      await stream.close()
      throw error
    }
  }

  private nonisolated(nonsending) func write(
    _ stream: AsyncStreamedResponse, _ transfer: inout DownloadTransfer
  ) async throws(HTTPException) -> Bool {
    let answer = DownloadTransfer.Answer(
      stream.status, stream.reason, stream.url, stream.headers, stream.history, length: stream.response.length)
    switch try transfer.take(answer) {
    case .finish: return true
    case .askAgain: return false
    case .receive: break
    }
    while let block = try await stream.response.nextPiece() {
      if try !transfer.write(block) { break }
    }
    return try transfer.isWhole()
  }
}
