import HTTPWire
import Testing

struct DocumentedStreamTests {
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
  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    let count = min(kept.count, buffer.freeCapacity)
    for byte in kept.prefix(count) { buffer.append(byte) }
    kept.removeFirst(count)
  }
  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    for index in bytes.indices { kept.append(bytes[index]) }
  }
  func close() {}
}
