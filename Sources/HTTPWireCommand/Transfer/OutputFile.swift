import HTTPWire
import HTTPWireSupport

/// An output file. It is written under a temporary name in the same directory, and renamed when it is complete. After an error the
/// previous file is unchanged.
///
/// Devices and pipes can't be replaced. They are written directly.
final class OutputFile {
  private let path: String
  /// The path of the temporary file; nil if there is none.
  private var temporary: String?
  private var descriptor: Int32?
  /// Whether a file is replaced that was there before.
  private(set) var replacesFile = false

  /// Opens the file. Throws `writing`.
  init(_ path: String) throws(Complaint) {
    do {
      guard let status = try Syscalls.status(of: path) else {
        self.path = path
        try begin(permissions: nil)
        return
      }
      if status.isDirectory { throw Complaint(.writing, "\(path) is a directory") }
      if status.isRegular {
        // Replace the file that a link refers to, not the link.
        self.path = try Syscalls.resolvedPath(path)
        replacesFile = true
        try begin(permissions: status.permissions)
      } else {
        self.path = path
        descriptor = try Syscalls.openForWriting(path)
      }
    } catch {
      throw Self.complaint(error)
    }
  }

  deinit { discard() }

  /// Writes all the bytes.
  func write(_ bytes: [UInt8]) throws(Complaint) {
    guard let descriptor else { return }
    try DescriptorWriter(descriptor: descriptor, name: path).write(bytes)
  }

  /// Renames the file to its final name.
  ///
  /// A file that replaces another is written to the disk first. Otherwise a power failure could leave neither of them under the name. A new
  /// file replaces nothing, and waiting for the disk can take longer than the transfer.
  func commit() throws(Complaint) {
    guard let descriptor else { return }
    do {
      if replacesFile { try Syscalls.synchronize(descriptor) }
      self.descriptor = nil
      try Syscalls.closeChecked(descriptor)
      if let temporary { try Syscalls.rename(temporary, to: path) }
      temporary = nil
      UnfinishedFile.forget()
    } catch {
      throw Self.complaint(error)
    }
  }

  /// Removes the temporary file. It has no effect after ``commit()``.
  func discard() {
    if let descriptor { Syscalls.release(descriptor) }
    descriptor = nil
    if temporary != nil { UnfinishedFile.remove() }
    temporary = nil
  }

  private func begin(permissions: UInt32?) throws(HTTPException) {
    let name = ".httpwire-\(String(UInt64.random(in: 0 ... .max), radix: 36)).part"
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let temporary = folder + name
    try UnfinishedFile.watch()
    let descriptor = try Syscalls.createForWriting(temporary)
    UnfinishedFile.remember(temporary)
    self.temporary = temporary
    self.descriptor = descriptor
    if let permissions { try Syscalls.setPermissions(descriptor, permissions) }
  }

  private static func complaint(_ error: any Error) -> Complaint {
    if let complaint = error as? Complaint { return complaint }
    return Complaint(.writing, "\(error)")
  }
}
