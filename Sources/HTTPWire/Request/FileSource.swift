/// A file as a request body.
public final class FileSource: MeasuredSource {
  let descriptor: Int32
  private let isOwned: Bool
  /// How many bytes are left of the length that was announced; nil if none was.
  private(set) var left: Int?

  /// Opens the file at a path. Throws `system` if that fails.
  public init(path: String) throws(HTTPException) {
    descriptor = try Syscalls.openForReading(path)
    isOwned = true
  }

  /// Reads from an open descriptor, starting at its current position. The descriptor is not closed.
  public init(descriptor: Int32) {
    self.descriptor = descriptor
    isOwned = false
  }

  deinit { if isOwned { Syscalls.release(descriptor) } }

  /// Appends the bytes of one `read` of the file.
  ///
  /// Throws `system`, and `bodySource` if the file ends before the length that was announced.
  public func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    if left == 0 { return }
    let count = try Syscalls.readFile(descriptor, into: &buffer, atMost: left ?? .max)
    if count == 0, let left {
      throw .bodySource("the file ended \(left) bytes before the length that was announced for it, so it was not sent whole")
    }
    didSend(count)
  }

  /// Notes that bytes were read, or sent without being read.
  func didSend(_ count: Int) {
    if let left { self.left = max(0, left - count) }
  }

  /// Whether a read would not wait: always with a regular file, otherwise if something has come.
  var isReadyToRead: Bool { Syscalls.isReadable(descriptor) }

  // MARK: The length

  /// Finds how many bytes the part has, and moves the file's position to its start.
  ///
  /// Throws `invalidArgument` if the file has no length that can be announced, or ends before the part does.
  func measure(_ length: RequestBody.FileLength) throws(HTTPException) {
    switch length.part {
    case .untilEnd: return
    case .rest: left = try max(0, size() - Syscalls.filePosition(descriptor))
    case .from(let start): try take(start, through: nil)
    case .range(let range): try take(range.lowerBound, through: range.upperBound)
    }
  }

  private func take(_ start: Int, through end: Int?) throws(HTTPException) {
    let size = try size()
    let end = end ?? size
    guard start >= 0, start <= end, end <= size else {
      throw .invalidArgument("the file has \(size) bytes, so the bytes from \(start) to \(max(start, end)) can't be sent of it")
    }
    try Syscalls.setFilePosition(descriptor, start)
    left = end - start
  }

  /// The file's size. A file of the system's that says 0 and has bytes all the same, as in /proc, has no length.
  private func size() throws(HTTPException) -> Int {
    guard let size = try Syscalls.fileSize(descriptor) else {
      throw .invalidArgument("only a regular file has a known length: send others with length: .unknown, or with a Content-Length")
    }
    if size == 0, try Syscalls.hasByte(descriptor, at: 0) {
      throw .invalidArgument("the file has bytes but reports a size of 0: send it with length: .unknown, or with a Content-Length")
    }
    return size
  }
}
