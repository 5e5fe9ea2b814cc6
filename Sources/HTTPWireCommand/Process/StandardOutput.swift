import HTTPWire
import HTTPWireSupport

/// Standard output.
enum StandardOutput {
  /// Its name in messages.
  static let name = "standard output"

  /// Writes a text, followed by a line end. Throws `writing`, for example for a full disk.
  static func line(_ text: String) throws(Complaint) { try write(text + "\n") }

  /// Writes a text as it is. Throws `writing`.
  static func write(_ text: String) throws(Complaint) { try write(Array(text.utf8)) }

  /// Writes bytes. Throws `writing`.
  static func write(_ bytes: [UInt8]) throws(Complaint) {
    try DescriptorWriter(descriptor: Syscalls.standardOutput, name: name).write(bytes)
  }
}
