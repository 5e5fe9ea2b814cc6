import HTTPWire
import Synchronization

/// All of standard input. It can be read only once, and several URLs, attempts and flags may want it.
enum StandardInput {
  private static let kept = Mutex<[UInt8]?>(nil)

  /// Reads it to its end, or returns what was read before. Throws what reading throws.
  static func contents() throws(HTTPException) -> [UInt8] {
    try kept.withLock { (kept) throws(HTTPException) in
      let bytes = if let kept { kept } else { try InputFile.contents("-") }
      kept = bytes
      return bytes
    }
  }
}
