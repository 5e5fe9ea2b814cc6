/// Where a request body's bytes come from a block at a time: what Python calls an object with a `read()` method.
public protocol BodySource: AnyObject {
  /// Appends up to `buffer.freeCapacity` bytes, at least one; appending none says that the body has ended.
  ///
  /// Throws `bodySource` or `system` when it can't go on; the request is then given up.
  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException)
}
