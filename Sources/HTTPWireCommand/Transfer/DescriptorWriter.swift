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
      throw Complaint(.writing, "\(name): \(error)")
    }
  }
}
