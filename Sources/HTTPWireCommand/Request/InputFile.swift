import HTTPWire
import HTTPWireSupport

/// A local file or standard input as a request body. It is read a block at a time, and only as many bytes as its length says are sent.
final class InputFile: BodySource {
  /// The number of bytes to send; nil if it is unknown.
  let length: Int64?
  private var missing: Int64?
  /// What was read to find the length, and is not sent yet.
  private var beginning: [UInt8]
  private let descriptor: Int32
  private let isOwned: Bool
  /// The file's name in messages.
  private let name: String

  /// Up to this size, a file is read to find its length. The system's own files say 0 or 4096 whatever they contain.
  private static let trustedSize: Int64 = 65_536

  /// Opens a file. Throws `system`, also for a directory.
  init(path: String) throws(HTTPException) {
    let descriptor = try Syscalls.openForReading(path)
    (length, beginning) = try Syscalls.closing(descriptor) { () throws(HTTPException) in try Self.measured(descriptor, path) }
    self.descriptor = descriptor
    isOwned = true
    name = path
    missing = length
  }

  /// Standard input. It has a length if it is a regular file.
  init(standardInput: Void) throws(HTTPException) {
    descriptor = Syscalls.standardInput
    isOwned = false
    name = Self.standardInputName
    (length, beginning) = try Self.measured(descriptor, name)
    missing = length
  }

  /// All of the file, if it was so short that it has been read already.
  var whole: [UInt8]? { length == Int64(beginning.count) ? beginning : nil }

  deinit { if isOwned { Syscalls.release(descriptor) } }

  private static let standardInputName = "standard input"

  /// Appends the bytes of one read. Throws `bodySource` if the file turns out to be shorter or longer than its length. The last bytes are
  /// not sent then, so that nobody takes the rest for the whole.
  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    let before = buffer.count
    let limit = missing.map { Int(clamping: $0) } ?? .max
    if !beginning.isEmpty {
      beginning.removeFirst(buffer.append(copying: beginning.span))
    } else if limit > 0 {
      try buffer.withFreeRoom(limit) { (free) throws(HTTPException) in _ = try Self.read(descriptor, name, into: &free) }
    }
    if let missing { try count(buffer.count - before, of: missing) }
  }

  private func count(_ read: Int, of missing: Int64) throws(HTTPException) {
    if read == 0, missing > 0 { throw .bodySource("\(name) ended \(missing) bytes before its length, so it was not sent whole") }
    self.missing = missing - Int64(read)
    guard self.missing == 0, read > 0 else { return }
    let excess = try [UInt8](capacity: 1) { (free) throws(HTTPException) in _ = try Self.read(descriptor, name, into: &free) }
    if !excess.isEmpty { throw .bodySource("\(name) has grown while it was sent, so it was not sent whole") }
  }

  /// All bytes of a file in memory, or of standard input, whose path is `-`.
  static func contents(_ path: String) throws(HTTPException) -> [UInt8] {
    if path == "-" { return try contents(Syscalls.standardInput, standardInputName) }
    let descriptor = try Syscalls.openForReading(path)
    defer { Syscalls.release(descriptor) }
    return try contents(descriptor, path)
  }

  private static func contents(_ descriptor: Int32, _ name: String) throws(HTTPException) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let before = bytes.count
      try bytes.append(addingCapacity: 65_536) { (free) throws(HTTPException) in _ = try read(descriptor, name, into: &free) }
      if bytes.count == before { return bytes }
    }
  }

  /// The length of what is left of a file, if it can be known, and the bytes that were read for it.
  private static func measured(_ descriptor: Int32, _ name: String) throws(HTTPException) -> (length: Int64?, beginning: [UInt8]) {
    let status = try Syscalls.status(of: descriptor)
    // Only the system knows why a directory can't be read, or that it stands for a descriptor that is closed.
    guard status.isRegular || status.isDirectory, let position = Syscalls.position(of: descriptor) ?? (status.isDirectory ? 0 : nil) else {
      return (nil, [])
    }
    let size = max(0, status.size - position)
    if status.isRegular, size >= trustedSize { return (size, []) }
    var beginning: [UInt8] = []
    while beginning.count < trustedSize {
      let before = beginning.count
      try beginning.append(addingCapacity: Int(trustedSize) - before) { (free) throws(HTTPException) in
        _ = try read(descriptor, name, into: &free)
      }
      if beginning.count == before { return (Int64(before), beginning) }
    }
    return (nil, beginning)
  }

  /// One read, whose failure names the file.
  private static func read(_ descriptor: Int32, _ name: String, into free: inout OutputSpan<UInt8>) throws(HTTPException) -> Int {
    do throws(HTTPException) {
      return try Syscalls.readFile(descriptor, into: &free)
    } catch {
      guard case .system(let failure) = error else { throw error }
      throw Syscalls.failure(failure.operation, failure.code, address: name)
    }
  }
}
