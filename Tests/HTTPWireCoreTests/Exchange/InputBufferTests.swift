import HTTPWireCore
import Testing

/// The bytes that a driver has received and not yet consumed.
@Suite struct InputBufferTests {
  private static func filled(_ text: String) throws(HTTPException) -> InputBuffer {
    var input = InputBuffer()
    try input.fill(text.utf8.count, with: bytes(text))
    return input
  }

  @Test("Room of any size is at least a byte, and no more than memory holds", arguments: [.min, -1, 0, 1, 2, .max - 1, .max])
  func makesRoom(_ capacity: Int) throws {
    var input = try Self.filled("ab")
    input.consume(1)
    var room = 0
    try input.fill(capacity) { (free) throws(HTTPException) in
      room = free.freeCapacity
      free.append(UInt8(ascii: "c"))
    }
    #expect(room == max(1, min(capacity, 1 << 26)))
    #expect(latin1(input.contents) == "bc")
    #expect(!input.isAtEnd)
  }

  @Test("A source that brings nothing has ended the stream")
  func ends() throws {
    var input = try Self.filled("a")
    #expect(!input.isAtEnd)
    try input.fill(10) { (_) throws(HTTPException) in }
    #expect(input.isAtEnd && latin1(input.contents) == "a")
  }

  @Test("What a source brings before it fails is kept, and is no end of the stream")
  func fails() throws {
    var input = try Self.filled("a")
    for isFirst in [true, false] {
      #expect(throws: HTTPException.timedOut(.reading)) {
        try input.fill(10) { (free) throws(HTTPException) in
          if isFirst { free.append(UInt8(ascii: "b")) }
          throw .timedOut(.reading)
        }
      }
    }
    #expect(!input.isAtEnd && latin1(input.contents) == "ab")
  }

  @Test("As much is consumed as is there", arguments: [.min, -1, 0, 1, 4, 5, 6, .max])
  func consumes(_ count: Int) throws {
    var input = try Self.filled("hello")
    input.consume(count)
    let rest = String("hello".dropFirst(max(0, min(count, 5))))
    #expect(latin1(input.contents) == rest && input.count == rest.utf8.count && input.isEmpty == rest.isEmpty)
    try input.fill(1, with: bytes("!"))
    #expect(latin1(input.contents) == rest + "!")
  }

  @Test("Bytes stay in their order whatever is filled and consumed", arguments: 1...5 as ClosedRange<UInt64>)
  func keepsOrder(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var input = InputBuffer()
    var (filled, consumed) = (0, 0)
    for _ in 0..<500 {
      let count = Int(generator.next() % 100)
      try input.fill(count + 1, with: (0...count).map { UInt8(truncatingIfNeeded: filled + $0) })
      filled += count + 1
      let dropped = min(Int(generator.next() % 120), input.count)
      input.consume(dropped)
      consumed += dropped
      #expect(input.contents.elementsEqual((consumed..<filled).map { UInt8(truncatingIfNeeded: $0) }))
    }
  }
}

extension InputBuffer {
  /// Fills in bytes for which there is as much room as they take.
  mutating func fill(_ capacity: Int, with bytes: [UInt8]) throws(HTTPException) {
    try fill(capacity) { (free) throws(HTTPException) in
      for byte in bytes { free.append(byte) }
    }
  }
}
