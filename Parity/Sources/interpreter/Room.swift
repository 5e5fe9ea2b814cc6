import HTTPWire

/// Room for bytes, lent to what fills raw spans.
enum Room {
  /// The bytes that were filled in.
  static func filled(_ room: Int, _ fill: (inout OutputRawSpan) throws(HTTPException) -> Void) throws(HTTPException) -> [UInt8] {
    var bytes: [UInt8] = []
    try bytes.append(addingCapacity: room) { (span: inout OutputSpan<UInt8>) throws(HTTPException) in try span.withRawSpan(fill) }
    return bytes
  }
}
