/// Decodes the content of one response as it comes. It holds one block for each coding, even if a few bytes decode to many.
///
/// ```swift
/// let decoder = ContentDecoder(try ContentCodings(response.headers))
/// var content: [UInt8] = []
/// try response.forEachChunk { block in try decoder.decode(block) { content += $0 } }
/// try decoder.finish()
/// ```
///
/// A few kilobytes can decode to gigabytes. Blocks are handed on as they are made, so that only what you collect takes memory; and
/// ``Limits`` end the decoding with an error that says so.
public final class ContentDecoder {
  /// How much may come out. The limits hold for each of several codings, because the work is done for what is between them, too.
  public struct Limits: Sendable, Hashable {
    /// The largest number of decoded bytes; nil for any number.
    public var size: Int?
    /// How many times as many bytes may come out as went in; nil for any number. The first ``free`` bytes are not counted.
    public var ratio: Int?

    /// The default ratio is what one coding of deflate can just not reach: it makes at most 1032 bytes of one. Brotli makes millions and
    /// Zstandard tens of thousands, so a limit for both is needed. Text comes to some dozens. Only contents that are nearly empty, such as
    /// the image of a disk with nothing on it, need more; name a ratio for those.
    public init(size: Int? = nil, ratio: Int? = 1_100) {
      self.size = size
      self.ratio = ratio
    }

    /// A ratio says nothing about short contents, so it counts from this number of decoded bytes on: 1 MiB.
    public static let free = 1_048_576
  }

  /// A coding with its decoder, and how many bytes it has made.
  private struct Stage {
    let name: String
    let inflater: Inflater
    var made = 0
  }

  /// The coding that was applied last is first.
  private var stages: [Stage]
  private let limits: Limits
  private let checkpoint: (() throws -> Void)?
  private var received = 0

  /// Makes a decoder for one body. It calls `checkpoint` before it goes on with a block: what that throws ends the decoding, for which
  /// there may be no more time.
  public init(_ codings: ContentCodings, limits: Limits = Limits(), checkpoint: (() throws -> Void)? = nil) {
    stages = codings.undone.reversed().compactMap { name in
      Inflater.Coding(name: name).map { Stage(name: name, inflater: Inflater($0)) }
    }
    self.limits = limits
    self.checkpoint = checkpoint
  }

  /// Decodes received bytes and passes the content to `output`, in blocks of at most 64 KiB unless there is no coding.
  ///
  /// Throws `ContentDecodingError`, and what `output` and the checkpoint throw. It can't be used again after an error.
  public func decode(_ bytes: [UInt8], to output: ([UInt8]) throws -> Void) throws {
    received = received.addingReportingOverflow(bytes.count).overflow ? .max : received + bytes.count
    try feed(bytes, from: 0, to: output)
  }

  /// Ends the input. Throws `truncated` if a coding is not complete. A body of no bytes at all is complete.
  public func finish() throws(ContentDecodingError) {
    for stage in stages {
      do {
        try stage.inflater.finish()
      } catch {
        throw Self.error(stage.name, error)
      }
    }
  }

  private func feed(_ bytes: [UInt8], from index: Int, to output: ([UInt8]) throws -> Void) throws {
    try checkpoint?()
    guard index < stages.count else { return try output(bytes) }
    do {
      try stages[index].inflater.feed(bytes) { block in
        stages[index].made += block.count
        try check(stages[index].made)
        try feed(block, from: index + 1, to: output)
      }
    } catch let failure as InflateFailure {
      throw Self.error(stages[index].name, failure)
    }
  }

  private func check(_ made: Int) throws(ContentDecodingError) {
    if let size = limits.size, made > size { throw .tooLarge(limit: size) }
    guard let ratio = limits.ratio, made > Limits.free else { return }
    let (most, overflow) = received.multipliedReportingOverflow(by: ratio)
    if !overflow, made > most { throw .ratioExceeded(limit: ratio) }
  }

  private static func error(_ name: String, _ failure: InflateFailure) -> ContentDecodingError {
    switch failure {
    case .corrupted(let reason): .corrupted(coding: name, reason: reason)
    case .truncated: .truncated(coding: name)
    case .outOfMemory: .outOfMemory
    case .notBuiltIn: .unknownCoding(name)
    }
  }
}
