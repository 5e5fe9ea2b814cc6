import HTTPWireCore
import HTTPWireInflate
import Testing

@Suite("Small bodies that would be large")
struct BombTests {
  /// 9 MiB, 16 MiB, and the largest there is: 3.75 TiB.
  static let windows: [UInt8] = [Samples.largestWindow | 1, 14 << 3, 0xff]
  @Test(arguments: windows)
  func `a window of more than 8 MiB is refused before it is made`(window: UInt8) throws {
    for body in [Samples.repeated(blocks: 1, window: window), Samples.zstandard + Samples.repeated(blocks: 1, window: window)] {
      for pieces in deliveries(body) {
        let error = try complaint("zstd", pieces)
        #expect(error == .corrupted(coding: "zstd", reason: "it needs a window of more than 8 MiB, the most that HTTP allows"))
      }
    }
  }

  @Test func `content that has to be kept as a whole counts as a window`() throws {
    // A frame of a single segment that says it has 9 MiB.
    let frame = Samples.magic + [0b1010_0000, 0, 0, 0x90, 0] + [1, 0, 0]
    let error = try complaint("zstd", [frame])
    #expect(error == .corrupted(coding: "zstd", reason: "it needs a window of more than 8 MiB, the most that HTTP allows"))
  }

  static let bombs: [(String, [UInt8])] = [
    ("br", Samples.brotliBomb), ("zstd", Samples.repeated(blocks: 500)), ("br, deflate", Samples.stored(Samples.brotliBomb)),
    ("zstd", Array(repeatElement(Samples.repeated(blocks: 1), count: 100).joined())),
  ]
  @Test(arguments: bombs)
  func `the ratio ends a bomb by default, one block behind what is free`(field: String, body: [UInt8]) throws {
    let decoder = ContentDecoder(try ContentCodings(["Content-Encoding": field]))
    var made = 0
    var longest = 0
    let error = #expect(throws: ContentDecodingError.self) {
      try decoder.decode(body) { block in
        made += block.count
        longest = max(longest, block.count)
      }
    }
    #expect(error == .ratioExceeded(limit: 1_100))
    #expect(made <= max(ContentDecoder.Limits.free, body.count * 1_100))
    #expect(longest <= Inflater.largestBlock)
  }

  @Test func `the size ends a bomb whose ratio is allowed`() throws {
    for (field, body) in Self.bombs {
      let error = try complaint(field, deliveries(body)[0], .init(size: 200_000, ratio: nil))
      #expect(error == .tooLarge(limit: 200_000))
    }
  }

  @Test func `a caller that allows any ratio gets all of it, in blocks`() throws {
    for (field, body, size) in [("br", Samples.brotliBomb, 64 << 20), ("zstd", Samples.repeated(blocks: 500), 500 << 17)] {
      let decoder = ContentDecoder(try ContentCodings(["Content-Encoding": field]), limits: .init(ratio: nil))
      var made = 0
      try decoder.decode(body) { made += $0.count }
      try decoder.finish()
      #expect(made == size)
    }
  }

  @Test func `short contents are free of the ratio`() throws {
    let output = try decoded("zstd", [Samples.repeated(blocks: 8)], .init(ratio: 1))
    #expect(output.count == ContentDecoder.Limits.free)
  }
}
