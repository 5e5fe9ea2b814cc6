import HTTPWire

/// Room for bytes, lent to what fills spans.
enum Room {
  /// The bytes that were filled in.
  static func filled(_ room: Int, _ fill: (inout OutputSpan<UInt8>) throws(HTTPException) -> Void) throws(HTTPException) -> [UInt8] {
    var bytes: [UInt8] = []
    try bytes.append(addingCapacity: room) { (free) throws(HTTPException) in try fill(&free) }
    return bytes
  }
}
