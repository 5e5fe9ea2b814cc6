import HTTPWireCore

/// A download: what to ask for next, and what becomes of the answer.
struct DownloadTransfer {
  private let request: HTTPSession.Request
  private let file: DownloadFile
  private let progress: ((TransferProgress) throws -> Void)?
  private let began = ContinuousClock.now
  private var reported: ContinuousClock.Instant?
  /// How much of the part is an earlier call's.
  private var resumable: Int
  private var resumed = 0
  /// The part that is there, if the next request asks for what follows it.
  private var known: PartialDownload?
  private var last: (url: HTTPURL, headers: HTTPMessage, history: [HTTPSession.Redirection])?

  init(_ request: HTTPSession.Request, _ file: DownloadFile, _ progress: ((TransferProgress) throws -> Void)?) {
    self.request = request
    self.file = file
    self.progress = progress
    known = file.earlier.flatMap { $0.url == PartialDownload.name(request.url) ? $0 : nil }
    resumable = known == nil ? 0 : file.count
  }

  /// The request to send.
  var next: HTTPSession.Request {
    guard let known else { return request }
    var request = request
    request.headers.set("Range", "bytes=\(file.count)-")
    request.headers.set("If-Range", known.validator)
    return request
  }

  /// Takes a response. Returns whether the file is whole now; otherwise there is another request to send.
  mutating func isWhole(_ response: StreamedResponse) throws(HTTPException) -> Bool {
    last = (response.url, response.headers, response.history)
    switch response.status {
    case 206:
      guard let known, let part = ContentRange(response.headers), let range = part.range, let total = part.total ?? known.total,
        continues(range, part.total, known, response)
      else { return try startAgain(response) }
      resumed = resumable
      try file.begin(at: range.lowerBound, nil)
      guard try receive(response, total: total, end: range.upperBound) else { return try startAgain(response) }
      // A server may send less than was asked for, but must send what it says that it sends.
      if file.count < range.upperBound { throw .incompleteRead(partial: [], expected: UInt64(range.upperBound - file.count)) }
      if file.count == total { return true }
      self.known = PartialDownload(response.headers, of: request.url, total: total) ?? known
      return false
    case 416:
      // What is there may be all: the last call ended between its last byte and the file's new name.
      let total = ContentRange(response.headers)?.total
      response.close()
      guard let known, let total, total == file.count, known.total == total else { return try startAgain(response) }
      resumed = file.count
      return true
    case 200, 203:
      let total = response.response.remainingLength.flatMap { Int(exactly: $0) }
      (resumed, resumable) = (0, 0)
      // If this attempt fails, the next one continues it.
      known = PartialDownload(response.headers, of: request.url, total: total)
      try file.begin(at: 0, known)
      _ = try receive(response, total: total, end: nil)
      return true
    default:
      response.close()
      throw .custom(UnexpectedStatus(status: response.status, reason: response.reason, url: response.url))
    }
  }

  func result() throws(HTTPException) -> HTTPSession.Download {
    guard let last else { throw .closed }
    return HTTPSession.Download(url: last.url, headers: last.headers, history: last.history, bytes: file.count, resumed: resumed)
  }

  /// Whether a part is the one that was asked for, of the same representation.
  private func continues(_ range: Range<Int>, _ total: Int?, _ known: PartialDownload, _ response: StreamedResponse) -> Bool {
    guard range.lowerBound == file.count else { return false }
    if let total, let before = known.total, total != before { return false }
    if let length = response.response.remainingLength, length != UInt64(range.count) { return false }
    // A server that does not know `If-Range` sends a part of whatever there is now. RFC 9110 section 15.3.7 wants the tag in each part.
    let tag = response.headers["ETag"]
    if known.validator.hasPrefix("\"") { return tag == known.validator }
    return tag == nil && response.headers["Last-Modified"].map { $0 == known.validator } ?? true
  }

  /// Forgets the part, so that the next request asks for all. A server that sends parts of its own choice all the same is refused.
  private mutating func startAgain(_ response: StreamedResponse) throws(HTTPException) -> Bool {
    response.close()
    guard known != nil else {
      throw .custom(UnexpectedStatus(status: response.status, reason: response.reason, url: response.url))
    }
    known = nil
    resumable = 0
    try file.begin(at: 0, nil)
    return false
  }

  /// Writes the body. Returns false, and leaves the rest, if it goes beyond the end of the part that the response says it is.
  private mutating func receive(_ response: StreamedResponse, total: Int?, end: Int?) throws(HTTPException) -> Bool {
    try report(total, isDue: true)
    var isTooLong = false
    do throws(HTTPException) {
      try response.response.forEachChunk { (block) throws(HTTPException) in
        isTooLong = end.map { file.count + block.count > $0 } ?? false
        if isTooLong { throw .cancelled }
        try file.write(block)
        try report(total)
      }
    } catch {
      response.close()
      if isTooLong { return false }
      throw error
    }
    response.close()
    try report(total, isDue: true)
    return true
  }

  private mutating func report(_ total: Int?, isDue: Bool = false) throws(HTTPException) {
    guard let progress else { return }
    let now = ContinuousClock.now
    if !isDue, let reported, now - reported < .milliseconds(100) { return }
    reported = now
    do {
      try progress(TransferProgress(bytes: file.count, total: total, resumed: resumed, elapsed: now - began))
    } catch {
      throw HTTPException(error)
    }
  }
}
