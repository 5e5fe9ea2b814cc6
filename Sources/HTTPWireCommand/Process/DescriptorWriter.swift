import HTTPWire
import HTTPWireSupport

/// Writes to a descriptor.
struct DescriptorWriter {
  let descriptor: Int32
  /// The name of the descriptor in messages.
  let name: String

  /// Writes all the bytes. Throws `writing`, for example for a full disk or a reader that is gone (EPIPE).
  func write(_ bytes: [UInt8]) throws(Complaint) {
    do {
      try Syscalls.writeFile(descriptor, bytes.span)
    } catch {
      // The process has reached its limit for files. It ends by the limit's signal, as it would if unfinished files need not be removed.
      if let signal = Syscalls.pendingFileSizeSignal { UnfinishedFiles.end(by: signal) }
      throw Complaint(writing: name, error)
    }
  }
}
