import HTTPWireSession

/// Decides what becomes of a response: whether its body is wanted, and whether it is a failure.
struct ResponseGate {
  private let settings: Settings
  private let plan: TransferPlan
  private let resume: Int?

  init(_ settings: Settings, _ plan: TransferPlan, _ resume: Int?) {
    self.settings = settings
    self.plan = plan
    self.resume = resume
  }

  /// Whether the body is read. Throws a complaint if the response is refused.
  func admits(_ stream: StreamedResponse) throws(Complaint) -> Bool {
    if isFailure(stream), settings.output.failure == .withoutBody { throw refusal(stream) }
    if settings.request.isHead { return false }
    if let most = settings.connection.largestFile, let length = stream.response.remainingLength, length > UInt64(most) {
      throw Complaint(.tooLarge, "the body has \(length) bytes, more than the \(most) allowed")
    }
    if let resume, resume > 0 { return try continues(stream, resume) }
    return stream.status != 200 || plan.condition?.isMet(by: stream.headers) ?? true
  }

  /// Throws a complaint about a status whose body was wanted all the same (`--fail-with-body`).
  func judge(_ stream: StreamedResponse) throws(Complaint) {
    if isFailure(stream), settings.output.failure == .withBody { throw refusal(stream) }
  }

  private func isFailure(_ stream: StreamedResponse) -> Bool { stream.status >= 400 && !isComplete(stream) }

  /// Whether the server has said that there is nothing behind the bytes that the file has.
  private func isComplete(_ stream: StreamedResponse) -> Bool {
    guard stream.status == 416, let resume, let range = stream.headers["Content-Range"] else { return false }
    return range.lowercased().hasPrefix("bytes */") && Int(range.dropFirst(8)) == resume
  }

  /// Whether the response continues the file.
  private func continues(_ stream: StreamedResponse, _ position: Int) throws(Complaint) -> Bool {
    switch stream.status {
    case 206:
      let range = stream.headers["Content-Range"] ?? ""
      let first = range.lowercased().hasPrefix("bytes ") ? range.dropFirst(6).prefix { $0 != "-" } : ""
      guard Int(first) == position else { throw Complaint(.rangeError, "the server sends another range than the one asked for") }
      return true
    case 416 where isComplete(stream): return false
    case 200..<300: throw Complaint(.rangeError, "the server can't send a part, so the file can't be continued")
    default: throw Complaint(.rangeError, "the server answered \(stream.status), so the file can't be continued")
    }
  }

  private func refusal(_ stream: StreamedResponse) -> Complaint {
    Complaint(.httpStatus, "the server answered \(stream.status)" + (stream.reason.isEmpty ? "" : " " + stream.reason))
  }
}
