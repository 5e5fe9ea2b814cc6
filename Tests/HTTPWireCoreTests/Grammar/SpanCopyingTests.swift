import Testing

@testable import HTTPWireCore

@Suite struct SpanCopyingTests {
  @Test("An array is made of, and grows by, the bytes of a span")
  func arrays() {
    var bytes = [UInt8](copying: ([1, 2] as [UInt8]).span)
    bytes.append(copying: ([3, 4] as [UInt8]).span)
    bytes.append(copying: Span())
    #expect(bytes == [1, 2, 3, 4])
    let middle = [UInt8](copying: bytes.span.extracting(1..<3))
    #expect(middle == [2, 3])
    let none = [UInt8](copying: Span())
    #expect(none.isEmpty)
  }

  @Test("A span takes as much as it has room for", arguments: [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (100, 3)])
  func room(_ room: Int, taken: Int) {
    var copied = -1
    let bytes = [UInt8](capacity: room) { copied = $0.append(copying: ([0, 1, 2, 3, 9] as [UInt8])[1..<4].span) }
    #expect(copied == taken)
    #expect(bytes == Array([1, 2, 3].prefix(taken)))
  }

  @Test("What is appended goes behind what the span holds")
  func appending() throws {
    let bytes = try [UInt8](capacity: 12) { span throws(HTTPException) in
      span.append(1)
      span.append(copying: ([2, 3] as [UInt8]).span)
      try span.withFreeRoom(2) { $0.append(copying: ([4, 5, 6] as [UInt8]).span) }
      span.append(constant: "7")
      span.append(utf8: "é")
      span.append(8)
    }
    #expect(bytes == [1, 2, 3, 4, 5, UInt8(ascii: "7"), 0xC3, 0xA9, 8])
  }

  @Test("No more is lent than there is, and nothing for a negative limit", arguments: [(-1, 0), (0, 0), (3, 3), (8, 7), (.max, 7)])
  func lending(_ limit: Int, lent: Int) throws {
    _ = try [UInt8](capacity: 8) { span throws(HTTPException) in
      span.append(1)
      try span.withFreeRoom(limit) { #expect($0.freeCapacity == lent) }
      #expect(span.count == 1)
    }
  }

  @Test("What was appended before an error is kept")
  func errors() {
    var bytes: [UInt8] = [1]
    #expect(throws: HTTPException.closed) {
      try bytes.append(addingCapacity: 8) { (span) throws(HTTPException) in
        try span.withFreeRoom(4) { (free) throws(HTTPException) in
          free.append(2)
          throw .closed
        }
      }
    }
    #expect(bytes == [1, 2])
  }

  @Test("Raw memory is filled behind what it holds, and the count includes what came before an error")
  func rawMemory() {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 1)
    defer { memory.deallocate() }
    memory[0] = 1
    var count = 1
    #expect(throws: HTTPException.closed) {
      try memory.withOutputSpan(addingTo: &count) { (free) throws(HTTPException) in
        #expect(free.freeCapacity == 3)
        free.append(2)
        throw .closed
      }
    }
    #expect(count == 2)
    #expect(Array(memory.prefix(count)) == [1, 2])
  }
}
