/// A request body that is read a block at a time (an object with a `read()` method in Python).
///
/// ```swift
/// final class Zeros: BodySource {
///   var left = 1_000_000
///   func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
///     let count = min(left, buffer.freeCapacity)
///     buffer.append(repeating: 0, count: count)
///     left -= count
///   }
/// }
/// try connection.request("PUT", "/zeros", body: .file(Zeros()))
/// ```
public protocol BodySource: AnyObject {
  /// Appends between one and `buffer.freeCapacity` bytes. Append nothing at the end of the body.
  ///
  /// Throw `bodySource` or `system` if the body can't be read any further. The request is then abandoned and its connection closed.
  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException)
}

/// A source of which more is known than how to read it.
protocol MeasuredSource: BodySource {
  /// How many bytes are left to be read, if that is known. Reading throws if there turn out to be fewer.
  var left: Int? { get }
  /// Whether a read would not wait.
  var isReadyToRead: Bool { get }
}
