import HTTPWire
import HTTPWireSupport

/// A local file or standard input as a request body. It is read a block at a time, and never beyond the length that was declared.
final class InputFile: BodySource {
  /// The number of bytes to send; nil if it is unknown, because it is not a regular file.
  let length: Int64?
  private var missing: Int64?
  private let descriptor: Int32
  private let isOwned: Bool

  /// Opens a file. Throws `system`, and `bodySource` for a directory.
  init(path: String) throws(HTTPException) {
    let descriptor = try Syscalls.openForReading(path)
    length = try Syscalls.closing(descriptor) { () throws(HTTPException) in try Self.length(descriptor) }
    self.descriptor = descriptor
    isOwned = true
    missing = length
  }

  /// Standard input. It has a length if it is a regular file.
  init(standardInput: Void) throws(HTTPException) {
    descriptor = Syscalls.standardInput
    isOwned = false
    length = try Self.length(descriptor)
    missing = length
  }

  deinit { if isOwned { Syscalls.release(descriptor) } }

  /// Appends the bytes of one read. Throws `bodySource` if the file has become shorter.
  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    guard let missing else {
      _ = try Syscalls.readFile(descriptor, into: &buffer)
      return
    }
    if missing == 0 { return }
    let before = buffer.count
    try buffer.withFreeRoom(Int(clamping: missing)) { (free) throws(HTTPException) in
      _ = try Syscalls.readFile(descriptor, into: &free)
    }
    let count = buffer.count - before
    if count == 0 { throw .bodySource("the file ended \(missing) bytes before its length") }
    self.missing = missing - Int64(count)
  }

  /// All bytes of a file in memory, or of standard input, whose path is `-`.
  static func contents(_ path: String) throws(HTTPException) -> [UInt8] {
    let source = path == "-" ? FileSource(descriptor: Syscalls.standardInput) : try FileSource(path: path)
    var bytes: [UInt8] = []
    while true {
      let before = bytes.count
      try bytes.append(addingCapacity: 65_536) { (free) throws(HTTPException) in try source.read(into: &free) }
      if bytes.count == before { return bytes }
    }
  }

  private static func length(_ descriptor: Int32) throws(HTTPException) -> Int64? {
    let status = try Syscalls.status(of: descriptor)
    if status.isDirectory { throw .bodySource("a directory can't be sent") }
    guard status.isRegular, let position = Syscalls.position(of: descriptor) else { return nil }
    return max(0, status.size - position)
  }
}
