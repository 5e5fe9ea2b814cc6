#if Compression
import HTTPWireInflate
import HTTPWireTesting
import Testing

@Suite("Undoing gzip and deflate")
struct InflaterTests {
  /// What comes out of bytes that come in pieces.
  private func inflated(_ coding: Inflater.Coding, _ pieces: [[UInt8]]) throws -> [UInt8] {
    let inflater = Inflater(coding)
    var output: [UInt8] = []
    for piece in pieces { try inflater.feed(piece) { output += $0 } }
    try inflater.finish()
    return output
  }

  static let streams: [(Inflater.Coding, [UInt8], [UInt8])] = [
    (.gzip, Coded.gzip, Coded.plain), (.gzip, Coded.gzipWithName, Coded.plain), (.gzip, Coded.nothing, []),
    (.gzip, Coded.gzip + Coded.nothing + Coded.gzip, Coded.plain + Coded.plain), (.gzip, [], []),
    (.deflate, Coded.zlibWrapped, Coded.plain), (.deflate, Coded.bare, Coded.plain), (.deflate, [3, 0], []), (.deflate, [], []),
    // A stored block of one byte, which ends where it says.
    (.deflate, [1, 1, 0, 0xFE, 0xFF, 0x41], [0x41]),
  ]

  @Test("a stream gives what went into it, however it is cut into pieces", arguments: streams)
  func good(coding: Inflater.Coding, bytes: [UInt8], plain: [UInt8]) throws {
    for delivery in Delivery.all { #expect(try inflated(coding, delivery.pieces(of: bytes)) == plain) }
  }

  @Test(
    "what follows the end is no part of it, however long it is",
    arguments: [[0], [0x1F], [0x1F, 0x8C], [0x8B, 0x1F], [UInt8](repeating: 0, count: 100), Array("HTTP/1.1 200 OK".utf8)])
  func garbage(_ garbage: [UInt8]) throws {
    for (coding, bytes, plain) in Self.streams where !bytes.isEmpty {
      #expect(try inflated(coding, [bytes + garbage]) == plain)
      #expect(try inflated(coding, Delivery.byteByByte.pieces(of: bytes + garbage)) == plain)
      #expect(try inflated(coding, [bytes + garbage] + Array(repeating: [UInt8](repeating: 0x1F, count: 65_536), count: 8)) == plain)
    }
  }

  @Test("a stream that ends too early is told to be cut short, wherever that is")
  func truncated() throws {
    for (coding, bytes) in [
      (Inflater.Coding.gzip, Coded.gzip), (.gzip, Coded.gzipWithName), (.deflate, Coded.zlibWrapped), (.deflate, Coded.bare),
    ] {
      for count in 1..<bytes.count {
        #expect(throws: InflateFailure.truncated, "\(count)") { try inflated(coding, [Array(bytes.prefix(count))]) }
      }
    }
    #expect(throws: InflateFailure.truncated) { try inflated(.gzip, [Coded.gzip + [0x1F, 0x8B]]) }
  }

  static let corrupted: [(Inflater.Coding, [UInt8], String)] = [
    (.gzip, changed(Coded.gzip, at: 0), "incorrect header check"), (.gzip, changed(Coded.gzip, at: 38), "incorrect data check"),
    (.gzip, changed(Coded.gzip, at: 42), "incorrect length check"), (.gzip, Coded.zlibWrapped, "incorrect header check"),
    (.gzip, changed(Coded.gzipWithName, at: 26), "header crc mismatch"), (.gzip, [0x1F, 0x8B, 7, 0], "unknown compression method"),
    (.gzip, Array("plain text".utf8), "incorrect header check"), (.gzip, Coded.gzip + [0x1F, 0x8B, 7, 0], "unknown compression method"),
    (.deflate, changed(Coded.zlibWrapped, at: 33), "incorrect data check"), (.deflate, [7, 0], "invalid block type"),
    (.deflate, [1, 1, 0, 0, 0, 0x41], "invalid stored block lengths"), (.deflate, Coded.gzip, "invalid block type"),
    (.deflate, Coded.zlibWithDictionary, "it needs a dictionary, which HTTP has no way to name"),
  ]

  @Test("a stream that isn't what it says is told to be corrupted, and why", arguments: corrupted)
  func notWhatItSays(coding: Inflater.Coding, bytes: [UInt8], reason: String) {
    for pieces in [[bytes], Delivery.byteByByte.pieces(of: bytes)] {
      #expect(throws: InflateFailure.corrupted(reason)) { try inflated(coding, pieces) }
    }
  }

  @Test("blocks that are full at the end of a stream are no end of it, however it is cut into pieces")
  func fullBlocks() throws {
    for delivery in Delivery.all {
      let output = try inflated(.gzip, delivery.pieces(of: Coded.bomb(members: 3)))
      #expect(output.count == 3 * Inflater.largestBlock)
      #expect(output.allSatisfy { $0 == 0 })
    }
  }

  @Test("whatever single byte is changed, it ends, and never with other content taken for good")
  func everyByte() {
    for index in Coded.gzip.indices {
      let output = try? inflated(.gzip, [Self.changed(Coded.gzip, at: index)])
      #expect(output == nil || output == Coded.plain)
    }
  }

  @Test("the output of few bytes comes in blocks, and stops when nobody takes it")
  func bomb() throws {
    let inflater = Inflater(.gzip)
    var total = 0
    var longest = 0
    try inflater.feed(Coded.bomb(members: 4096)) { block in
      #expect(block.isEmpty == false)
      total += block.count
      longest = max(longest, block.count)
    }
    #expect(total == 4096 * 65_536)
    #expect(longest == Inflater.largestBlock)

    struct Full: Error {}
    var blocks = 0
    #expect(throws: Full.self) {
      try Inflater(.gzip).feed(Coded.bomb(members: 4096)) { _ in
        blocks += 1
        if blocks == 3 { throw Full() }
      }
    }
    #expect(blocks == 3)
  }

  @Test("a coding whose library is not built in is told to be that")
  func notBuiltIn() {
    for coding in Inflater.Coding.allCases where !Inflater.Coding.builtIn.contains(coding) {
      #expect(throws: InflateFailure.notBuiltIn) { try inflated(coding, [[1]]) }
      #expect(!ContentCodings.known.contains(coding.rawValue))
    }
  }

  @Test("the state says whether it may end there")
  func states() throws {
    let inflater = Inflater(.deflate)
    #expect(inflater.state == .empty)
    try inflater.feed([Coded.zlibWrapped[0]]) { _ in }
    #expect(inflater.state == .needsMore)
    try inflater.feed(Array(Coded.zlibWrapped.dropFirst())) { _ in }
    #expect(inflater.state == .finished)
  }

  private static func changed(_ bytes: [UInt8], at index: Int) -> [UInt8] {
    var bytes = bytes
    bytes[index] ^= 1
    return bytes
  }
}
#endif
