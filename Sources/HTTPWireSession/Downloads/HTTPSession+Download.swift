import HTTPWireCore

extension HTTPSession {
  /// What a download has brought.
  public struct Download: Sendable {
    /// The URL that was requested last.
    public let url: HTTPURL
    /// The header fields of the last response.
    public let headers: HTTPMessage
    /// The redirections that were followed, the first one first.
    public let history: [Redirection]
    /// The length of the file in bytes.
    public let bytes: Int
    /// How many of them an earlier call had brought already.
    public let resumed: Int
  }

  /// Downloads a resource to a file, which has its name only once it is whole.
  ///
  /// ```swift
  /// try session.download("https://example.org/big.iso", to: "big.iso", resuming: true) { progress in
  ///   print(progress.bytes, progress.total ?? 0, progress.timeLeft ?? .zero)
  /// }
  /// ```
  ///
  /// The bytes are those that the server sends: no content coding is asked for, and none is undone. Until the end they are in a file beside
  /// the final one, whose name ends in `.part`. Then they are written to the disk, and the file takes the place of one of its name.
  ///
  /// With `resuming`, the part stays after an error, and the next call continues it if the server confirms that the resource is still the
  /// same (`Range` and `If-Range`, RFC 9110 section 14). If it is not, or if the server sends another part than the one that was asked for,
  /// the download starts again. A server that sends neither a strong entity tag nor a time of change can't be continued.
  ///
  /// `progress` is called at the start, then at most ten times a second, and at the end. An error that it throws ends the download.
  ///
  /// Throws what ``open(_:)`` throws, `custom` with an ``UnexpectedStatus`` for a response that is no success, `incompleteRead` if bytes
  /// are missing, and `system` for the file, also while another download to it is running.
  @discardableResult
  public func download(
    _ url: some HTTPURLConvertible, to path: String, resuming: Bool = false, headers: HTTPMessage = HTTPMessage(),
    deadline: ContinuousClock.Instant? = nil, progress: ((TransferProgress) throws -> Void)? = nil
  ) throws(HTTPException) -> Download {
    var request = try Request("GET", url, headers: headers)
    if !headers.contains("Accept-Encoding") { request.headers.set("Accept-Encoding", "identity") }
    request.deadline = deadline
    let file = try DownloadFile(path, isKept: resuming)
    var transfer = DownloadTransfer(request.url, file, progress)
    try repeating(request, deadline) { (request, retries) throws(HTTPException) in
      var isWhole = false
      while !isWhole {
        var next = request
        next.headers.merge(transfer.fields)
        isWhole = try receive(open(next, retries), &transfer)
      }
    }
    try file.finish()
    return try transfer.result()
  }

  /// Takes a response of a download. Returns whether the file is whole.
  private func receive(_ response: StreamedResponse, _ transfer: inout DownloadTransfer) throws(HTTPException) -> Bool {
    defer { response.close() }
    let answer = DownloadTransfer.Answer(
      response.status, response.reason, response.url, response.headers, response.history, length: response.response.remainingLength)
    switch try transfer.take(answer) {
    case .finish: return true
    case .askAgain: return false
    case .receive: break
    }
    do throws(HTTPException) {
      try response.response.forEachChunk { (block) throws(HTTPException) in
        if try !transfer.write(block) { throw .cancelled }
      }
    } catch {
      if !transfer.isTooLong { throw error }
    }
    return try transfer.isWhole()
  }
}
