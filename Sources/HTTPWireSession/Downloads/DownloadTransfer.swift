import HTTPWireCore

/// A download: what to ask for next, and what becomes of the answer. The bytes are passed to it, whoever reads them.
package struct DownloadTransfer {
  /// A response, as far as a download depends on it.
  package struct Answer {
    let status: Int
    let reason: String
    let url: HTTPURL
    let headers: HTTPMessage
    let history: [HTTPSession.Redirection]
    /// The length of the body, if its framing says it.
    let length: UInt64?

    package init(
      _ status: Int, _ reason: String, _ url: HTTPURL, _ headers: HTTPMessage, _ history: [HTTPSession.Redirection], length: UInt64?
    ) {
      self.status = status
      self.reason = reason
      self.url = url
      self.headers = headers
      self.history = history
      self.length = length
    }
  }

  /// What to do with a response.
  package enum Step {
    /// Pass its body to ``write(_:)``, and then ask ``isWhole()``.
    case receive
    /// Close it, and send the next request.
    case askAgain
    /// Close it: the file is whole.
    case finish
  }

  private let url: HTTPURL
  private let file: DownloadFile
  private let progress: ((TransferProgress) throws -> Void)?
  private let began = ContinuousClock.now
  private var reported: ContinuousClock.Instant?
  /// How much of the part is an earlier call's.
  private var resumable: Int
  private var resumed = 0
  /// The part that is there, if the next request asks for what follows it.
  private var known: PartialDownload?
  private var last: Answer?
  /// The length of the whole, as the last answer has it.
  private var total: Int?
  /// Where the last answer ends, if it is a part.
  private var end: Int?
  /// Whether more has come than the last answer has said.
  private(set) var isTooLong = false

  package init(_ url: HTTPURL, _ file: DownloadFile, _ progress: ((TransferProgress) throws -> Void)?) {
    self.url = url
    self.file = file
    self.progress = progress
    known = file.earlier.flatMap { $0.url == PartialDownload.name(url) ? $0 : nil }
    resumable = known == nil ? 0 : file.count
  }

  /// The fields that the next request has besides the caller's.
  package var fields: HTTPMessage {
    if let known { ["Range": "bytes=\(file.count)-", "If-Range": known.validator] } else { [:] }
  }

  /// Takes the head of a response.
  package mutating func take(_ answer: Answer) throws(HTTPException) -> Step {
    last = answer
    isTooLong = false
    switch answer.status {
    case 206:
      guard let known, let part = ContentRange(answer.headers), let range = part.range, let total = part.total ?? known.total,
        continues(range, part.total, known, answer)
      else { return try startAgain(answer) }
      resumed = resumable
      (self.total, end) = (total, range.upperBound)
      try file.begin(at: range.lowerBound, nil)
    case 416:
      // What is there may be all: the last call ended between its last byte and the file's new name.
      let total = ContentRange(answer.headers)?.total
      guard let known, let total, total == file.count, known.total == total else { return try startAgain(answer) }
      resumed = file.count
      return .finish
    case 200, 203:
      (total, end) = (answer.length.flatMap { Int(exactly: $0) }, nil)
      (resumed, resumable) = (0, 0)
      // If this attempt fails, the next one continues it.
      known = PartialDownload(answer.headers, of: url, total: total)
      try file.begin(at: 0, known)
    default:
      throw .custom(UnexpectedStatus(status: answer.status, reason: answer.reason, url: answer.url))
    }
    try report(isDue: true)
    return .receive
  }

  /// Writes bytes of the body. Returns false, and leaves them, if they go beyond the end of the part that the response says it is.
  package mutating func write(_ block: [UInt8]) throws(HTTPException) -> Bool {
    isTooLong = end.map { file.count + block.count > $0 } ?? false
    if isTooLong { return false }
    try file.write(block)
    try report()
    return true
  }

  /// Whether the file is whole after the body of the last response; otherwise there is another request to send.
  package mutating func isWhole() throws(HTTPException) -> Bool {
    guard let last else { return false }
    if isTooLong {
      _ = try startAgain(last)
      return false
    }
    try report(isDue: true)
    guard let end else { return true }
    // A server may send less than was asked for, but must send what it says that it sends.
    if file.count < end { throw .incompleteRead(partial: [], expected: UInt64(end - file.count)) }
    if file.count == total { return true }
    known = PartialDownload(last.headers, of: url, total: total) ?? known
    return false
  }

  package func result() throws(HTTPException) -> HTTPSession.Download {
    guard let last else { throw .closed }
    return HTTPSession.Download(url: last.url, headers: last.headers, history: last.history, bytes: file.count, resumed: resumed)
  }

  /// Whether a part is the one that was asked for, of the same representation.
  private func continues(_ range: Range<Int>, _ total: Int?, _ known: PartialDownload, _ answer: Answer) -> Bool {
    guard range.lowerBound == file.count else { return false }
    if let total, let before = known.total, total != before { return false }
    if let length = answer.length, length != UInt64(range.count) { return false }
    // A server that does not know `If-Range` sends a part of whatever there is now. RFC 9110 section 15.3.7 wants the tag in each part.
    let tag = answer.headers["ETag"]
    if known.validator.hasPrefix("\"") { return tag == known.validator }
    return tag == nil && answer.headers["Last-Modified"].map { $0 == known.validator } ?? true
  }

  /// Forgets the part, so that the next request asks for all. A server that sends parts of its own choice all the same is refused.
  private mutating func startAgain(_ answer: Answer) throws(HTTPException) -> Step {
    guard known != nil else {
      throw .custom(UnexpectedStatus(status: answer.status, reason: answer.reason, url: answer.url))
    }
    known = nil
    resumable = 0
    try file.begin(at: 0, nil)
    return .askAgain
  }

  private mutating func report(isDue: Bool = false) throws(HTTPException) {
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
