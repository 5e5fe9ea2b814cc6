import HTTPWire
import HTTPWireInflate

/// Decodes the content of one response as it comes. It holds one block for each coding, even if a few bytes decode to many.
final class ContentDecoder {
  /// The codings with their decoders. The coding that was applied last is first.
  private let stages: [(name: String, inflater: Inflater)]
  private let deadline: Deadline

  /// The deadline also limits decoding: a few bytes can decode to more than could be written in time.
  init(_ codings: ContentCodings, _ deadline: Deadline) {
    stages = zip(codings.names, codings.codings).reversed().map { ($0, Inflater($1)) }
    self.deadline = deadline
  }

  /// Decodes received bytes and passes the content to `output` in blocks. Throws `badEncoding`, `timeout`, and what `output` throws.
  func decode(_ bytes: [UInt8], to output: ([UInt8]) throws -> Void) throws {
    try feed(bytes, from: 0, to: output)
  }

  /// Ends the input. Throws `badEncoding` if a coding is not complete.
  func finish() throws(Complaint) {
    for stage in stages {
      do {
        try stage.inflater.finish()
      } catch {
        throw Self.complaint(stage.name, error)
      }
    }
  }

  private func feed(_ bytes: [UInt8], from index: Int, to output: ([UInt8]) throws -> Void) throws {
    if deadline.hasPassed { throw HTTPException.timedOut(.readingBody) }
    guard index < stages.count else { return try output(bytes) }
    do {
      try stages[index].inflater.feed(bytes) { try feed($0, from: index + 1, to: output) }
    } catch let failure as InflateFailure {
      throw Self.complaint(stages[index].name, failure)
    }
  }

  private static func complaint(_ name: String, _ failure: InflateFailure) -> Complaint {
    switch failure {
    case .corrupted(let reason): Complaint(.badEncoding, "the body's coding \(name) is corrupted: \(reason)")
    case .truncated: Complaint(.badEncoding, "the body ends in the middle of its coding \(name)")
    case .outOfMemory: Complaint(.unexpected, "there is no memory left to decode the body")
    }
  }
}
