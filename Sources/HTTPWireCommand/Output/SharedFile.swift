import HTTPWire
import HTTPWireSupport
import Synchronization

/// The files that several transfers write to: that of `-D` and that of `--trace`. Each is opened once.
enum SharedFile {
  private static let opened = Mutex<[String: DescriptorWriter]>([:])
  private static let firstFailure = Mutex<Complaint?>(nil)

  /// Why a file could not be written by an observer, which can't throw; nil if all could.
  static var failure: Complaint? { firstFailure.withLock { $0 } }

  /// Keeps a complaint unless there is one already.
  static func fail(_ complaint: Complaint) { firstFailure.withLock { $0 = $0 ?? complaint } }

  /// The writer of a file; `-` is standard output. Throws `writing`.
  static func writer(_ path: String) throws(Complaint) -> DescriptorWriter {
    try opened.withLock { (opened) throws(Complaint) in
      if let writer = opened[path] { return writer }
      do throws(HTTPException) {
        let descriptor = path == "-" ? Syscalls.standardOutput : try Syscalls.openForOverwriting(path)
        let writer = DescriptorWriter(descriptor: descriptor, name: path == "-" ? "standard output" : path)
        opened[path] = writer
        return writer
      } catch {
        throw Complaint(.writing, Complaint(error).text)
      }
    }
  }
}
