import HTTPWire
import HTTPWireSupport

/// Writes to a descriptor: all of the bytes, however few the system takes at a time.
struct DescriptorWriter {
  let descriptor: Int32
  /// What the descriptor is, for messages.
  let name: String

  /// Throws `writing`: a full disk, a reader that is gone (EPIPE).
  func write(_ bytes: [UInt8]) throws(Complaint) {
    do {
      try Syscalls.writeFile(descriptor, bytes.span)
    } catch {
      throw Complaint(.writing, "\(name): \(error)")
    }
  }
}
