import HTTPWire
import HTTPWireSupport

/// Descriptors 0 to 2, which the starter may have closed.
enum StandardDescriptors {
  /// Makes sure that no socket or file is given one of their numbers. Call it before anything is opened. Afterwards, a closed one behaves
  /// as if it were closed: reading and writing fail.
  static func ensure() throws(Complaint) {
    do {
      try Syscalls.occupyStandardDescriptors()
    } catch {
      throw Complaint(.unexpected, "a standard descriptor is closed: \(error.words)")
    }
  }
}
