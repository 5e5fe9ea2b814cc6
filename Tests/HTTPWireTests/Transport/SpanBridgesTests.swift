import HTTPWire
import Testing

struct SpanBridgesTests {
  @Test func `an array grows by the bytes of a span`() {
    var bytes: [UInt8] = [1]
    [UInt8]([2, 3]).withRawSpan { bytes.append(copying: $0) }
    [UInt8]().withRawSpan { bytes.append(copying: $0) }
    #expect(bytes == [1, 2, 3])
  }

  @Test(arguments: [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (100, 3)])
  func `a span takes as much as it has room for`(room: Int, taken: Int) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(room, 1), alignment: 1)
    defer { buffer.deallocate() }
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(room))
    var copied = -1
    let count = target.withOutputSpan { copied = $0.append(copying: ([0, 1, 2, 3, 9] as [UInt8])[1..<4]) }
    #expect(copied == taken)
    #expect(count == taken)
    #expect(Array(target.prefix(count)) == Array([1, 2, 3].prefix(taken)))
  }

  @Test func `a span keeps what it had`() {
    let bytes = [UInt8](capacity: 8) { span in
      span.append(1)
      span.withRawSpan { raw in
        raw.append(2)
        raw.append(copying: [3, 4])
      }
      span.append(5)
    }
    #expect(bytes == [1, 2, 3, 4, 5])
  }

  @Test func `what was appended before an error is kept`() {
    var bytes: [UInt8] = [1]
    #expect(throws: HTTPException.closed) {
      try bytes.append(addingCapacity: 8) { (span) throws(HTTPException) in
        try span.withRawSpan { (raw) throws(HTTPException) in
          raw.append(2)
          throw .closed
        }
      }
    }
    #expect(bytes == [1, 2])
  }

  @Test func `the documentation's example stream gives back what it was given`() throws {
    let echo = Echo()
    try echo.write("abc")
    #expect(try echo.readOnce(2) == Array("ab".utf8))
    #expect(try echo.readOnce(2) == Array("c".utf8))
    #expect(try echo.readOnce(2).isEmpty)
    #expect(echo.pendingInput() == .nothing)
    #expect(echo.fileDescriptor == nil)
  }
}

/// As it stands at `ByteStream`.
private final class Echo: ByteStream {
  var kept: [UInt8] = []
  func read(into buffer: inout OutputRawSpan, timeout: Duration?) throws(HTTPException) {
    kept.removeFirst(kept.withRawSpan { buffer.append(copying: $0) })
  }
  func write(_ bytes: RawSpan, timeout: Duration?) throws(HTTPException) {
    kept.append(copying: bytes)
  }
  func close() {}
}
