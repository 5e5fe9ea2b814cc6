import HTTPWireInflate
import Testing

@Suite("Undoing brotli and Zstandard")
struct CodingTests {
  @Test func `both are asked for, behind those of zlib`() {
    #expect(ContentCodings.known == ["gzip", "deflate", "br", "zstd"])
  }

  static let bodies: [(String, [UInt8], [UInt8])] = [
    ("br", Samples.brotli, Samples.plain), ("BR", Samples.fastBrotli, Samples.plain), ("br", Samples.brotliOfNothing, []), ("br", [], []),
    ("zstd", Samples.zstandard, Samples.plain), ("ZStd", Samples.uncheckedZstandard, Samples.plain),
    ("zstd", Samples.zstandardOfNothing, []), ("zstd", [], []),
    // Frames one after the other, with and without content, and such as are skipped.
    ("zstd", Samples.zstandard + Samples.zstandardOfNothing + Samples.uncheckedZstandard, Samples.plain + Samples.plain),
    ("zstd", Samples.skippable(0, []), []), ("zstd", Samples.skippable(15, [1, 2, 3]) + Samples.zstandard, Samples.plain),
    ("zstd", Samples.zstandard + Samples.skippable(7, Samples.magic) + Samples.zstandard, Samples.plain + Samples.plain),
    ("br, deflate", Samples.stored(Samples.brotli), Samples.plain), ("zstd, deflate", Samples.stored(Samples.zstandard), Samples.plain),
    // A window that is as large as may be, and blocks that fill the output exactly.
    ("zstd", Samples.repeated(blocks: 2), [UInt8](repeating: UInt8(ascii: "a"), count: 262_144)),
  ]
  @Test(arguments: bodies)
  func `a body gives what went into it, however it is cut into pieces`(field: String, body: [UInt8], content: [UInt8]) throws {
    for pieces in deliveries(body) {
      let output = try decoded(field, pieces)
      #expect(output == content)
    }
  }

  @Test func `a body that ends too early is told to be cut short, wherever that is`() throws {
    let several = Samples.skippable(1, [9, 9]) + Samples.zstandard
    for (field, body, ends) in [
      ("br", Samples.brotli, []), ("br", Samples.fastBrotli, []), ("zstd", Samples.zstandard, []), ("zstd", Samples.uncheckedZstandard, []),
      ("zstd", several, [10]),
    ] {
      for count in 1..<body.count where !ends.contains(count) {
        for pieces in deliveries(Array(body.prefix(count))) {
          let error = try complaint(field, pieces)
          #expect(error == .truncated(coding: field), "\(count)")
        }
      }
    }
  }

  static let trailing: [[UInt8]] = [
    [0], [0x28], [0xff], Samples.brotli, Array("HTTP/1.1 200 OK".utf8), [UInt8](repeating: 0, count: 70_000),
  ]
  @Test(arguments: trailing)
  func `bytes behind the end are an error`(bytes: [UInt8]) throws {
    for pieces in deliveries(Samples.brotli + bytes) {
      let error = try complaint("br", pieces)
      #expect(error == .corrupted(coding: "br", reason: "it goes on behind its end"))
    }
    for pieces in deliveries(Samples.zstandard + bytes) {
      let error = try complaint("zstd", pieces)
      // One byte may be the start of another frame.
      #expect(error == (bytes == [0x28] ? .truncated(coding: "zstd") : .corrupted(coding: "zstd", reason: "it goes on behind its end")))
    }
  }

  static let corrupted: [(String, [UInt8], String?)] = [
    ("br", Samples.largeBrotli, nil), ("br", Samples.zstandard, nil), ("br", [UInt8](repeating: 0xff, count: 64), nil),
    ("zstd", Array("plain text".utf8), "it does not start like a Zstandard frame"),
    ("zstd", Samples.brotli, "it does not start like a Zstandard frame"),
    // A frame of before the format was fixed, which the library may know.
    ("zstd", [0x27] + Samples.zstandard.dropFirst(), "it does not start like a Zstandard frame"),
    ("zstd", Samples.zstandard.dropLast() + [0], nil),
    ("zstd", Samples.magic + [0, Samples.largestWindow, 7, 0, 0], nil),
    // It says that it needs the dictionary 42.
    ("zstd", Samples.magic + [1, Samples.largestWindow, 42, 1, 0, 0], "it needs a dictionary, which HTTP has no way to name"),
  ]
  @Test(arguments: corrupted)
  func `a body that isn't what it says is told to be corrupted, and why`(field: String, body: [UInt8], reason: String?) throws {
    for pieces in deliveries(body) {
      guard case .corrupted(field, let said) = try complaint(field, pieces) else {
        Issue.record("no complaint of \(field)")
        continue
      }
      #expect(!said.isEmpty)
      if let reason { #expect(said == reason) }
    }
  }

  @Test func `whatever single bit is changed, it ends`() throws {
    for index in Samples.zstandard.indices {
      for bit in 0..<8 {
        var body = Samples.zstandard
        body[index] ^= 1 << bit
        let output = try? decoded("zstd", [body])
        // The frame's descriptor can say that there is no checksum; nothing else can hide a change.
        #expect(output == nil || output == Samples.plain || index == 4)
      }
    }
    for index in Samples.brotli.indices {
      for bit in 0..<8 {
        var body = Samples.brotli
        body[index] ^= 1 << bit
        // Without a checksum, other content may be taken for good. It is no more than the limits allow.
        let output = try? decoded("br", [body], .init(size: 1_000_000))
        #expect(output.map { $0.count <= 1_000_000 } ?? true)
      }
    }
  }
}
