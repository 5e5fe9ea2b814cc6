import HTTPWire
import HTTPWireInflate

/// Undoes the codings of one response's content as it comes. It holds a block for each coding, whatever comes out of a few bytes.
final class ContentDecoder {
  /// A coding with its decoder; the last that was applied stands first.
  private let stages: [(name: String, inflater: Inflater)]
  private let deadline: Deadline

  /// The time limit is for decoding, too: what a few bytes can become may take longer to write than any network would need.
  init(_ codings: ContentCodings, _ deadline: Deadline) {
    stages = zip(codings.names, codings.codings).reversed().map { ($0, Inflater($1)) }
    self.deadline = deadline
  }

  /// Takes bytes as they were received, and hands on the content in blocks. Throws `badEncoding`, `timeout`, and what `output` throws.
  func decode(_ bytes: [UInt8], to output: ([UInt8]) throws -> Void) throws {
    try feed(bytes, from: 0, to: output)
  }

  /// All has been received. Throws `badEncoding` where a coding isn't at its end.
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
