/// A file as a request body.
public final class FileSource: BodySource {
  let descriptor: Int32
  private let isOwned: Bool

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
  public func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    _ = try Syscalls.readFile(descriptor, into: &buffer)
  }
}
