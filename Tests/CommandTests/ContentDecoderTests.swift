#if Compression
import HTTPWire
import HTTPWireInflate
import HTTPWireTesting
import Testing

@Suite("Undoing the content codings of a response")
struct ContentDecoderTests {
  private func decoded(
    _ field: String, _ pieces: [[UInt8]], _ limits: ContentDecoder.Limits = .init(), unknown: ContentCodings.Unknown = .refused
  ) throws -> [UInt8] {
    let decoder = ContentDecoder(try ContentCodings(["Content-Encoding": field], unknown: unknown), limits: limits)
    var content: [UInt8] = []
    for piece in pieces { try decoder.decode(piece) { content += $0 } }
    try decoder.finish()
    return content
  }

  static let bodies: [(String, [UInt8], [UInt8])] = [
    ("gzip", Coded.gzip, Coded.plain), ("X-GZIP", Coded.gzip, Coded.plain), ("deflate", Coded.bare, Coded.plain),
    ("gzip, deflate", Coded.gzipInZlib, Coded.plain), ("none", Coded.plain, Coded.plain), ("identity,, NONE ,", Coded.plain, Coded.plain),
    ("", Coded.plain, Coded.plain), ("none, gzip, none", Coded.gzip, Coded.plain), ("gzip", [], []),
    ("gzip, gzip, deflate, gzip, deflate", [], []),
  ]
  @Test(arguments: bodies)
  func `the codings are undone, the last one first`(field: String, body: [UInt8], content: [UInt8]) throws {
    for delivery in Delivery.all { #expect(try decoded(field, delivery.pieces(of: body)) == content) }
  }

  /// A field, what is left of its codings, and the content of a gzip stream under it.
  static let unknown: [(String, [String], [UInt8])] = [
    ("compress", ["compress"], Coded.gzip), ("compress, gzip", ["compress"], Coded.plain),
    ("gzip, compress", ["gzip", "compress"], Coded.gzip), ("COMPRESS,none, GZip", ["compress"], Coded.plain),
    ("deflate, x, gzip", ["deflate", "x"], Coded.plain), ("gzip", [], Coded.plain),
  ]
  @Test(arguments: unknown)
  func `an unknown coding is refused, or handed on with all that is under it`(field: String, left: [String], content: [UInt8]) throws {
    let codings = try ContentCodings(["Content-Encoding": field], unknown: .handedOn)
    #expect(codings.remaining == left)
    #expect(try decoded(field, [Coded.gzip], unknown: .handedOn) == content)
    if left.isEmpty { return }
    let error = #expect(throws: ContentDecodingError.self) { try ContentCodings(["Content-Encoding": field]) }
    #expect(error == .unknownCoding(left.first { $0 != "gzip" && $0 != "deflate" } ?? ""))
  }

  @Test func `six codings are too many, known or not`() throws {
    for name in ["gzip", "compress"] {
      let field = Array(repeating: name, count: 6).joined(separator: ",")
      #expect(throws: ContentDecodingError.tooManyCodings(6)) { try ContentCodings(["Content-Encoding": field], unknown: .handedOn) }
    }
    #expect(try ContentCodings(["Content-Encoding": "gzip,none,gzip,gzip,,gzip,identity,gzip"]).names.count == 5)
  }

  static let bombs: [(String, [UInt8], ContentDecoder.Limits, ContentDecodingError?)] = [
    ("gzip", Coded.gzip, .init(size: 132), nil), ("gzip", Coded.gzip, .init(size: 131), .tooLarge(limit: 131)),
    ("gzip", Coded.bomb(members: 100), .init(size: 1 << 20), .tooLarge(limit: 1 << 20)), ("gzip", Coded.bomb(members: 100), .init(), nil),
    ("gzip", Coded.bomb(members: 100), .init(ratio: 600), .ratioExceeded(limit: 600)),
    ("gzip", Coded.bomb(members: 100), .init(ratio: 700), nil),
    // Short contents are free of the ratio.
    ("gzip", Coded.bomb(members: 16), .init(ratio: 1), nil), ("gzip", Coded.bomb(members: 17), .init(ratio: 1), .ratioExceeded(limit: 1)),
    // The default finds what only codings over one another can make; its content is empty, and the work is in between.
    ("gzip, gzip", Coded.manyEmptyMembers, .init(), nil),
    ("gzip, gzip", Coded.manyEmptyMembers, .init(size: 1_000_000), .tooLarge(limit: 1_000_000)),
    ("gzip, gzip", Coded.manyEmptyMembers, .init(ratio: 100), .ratioExceeded(limit: 100)),
    ("gzip, gzip", Coded.bombInGzip, .init(), .ratioExceeded(limit: 1_100)), ("gzip, gzip", Coded.bombInGzip, .init(ratio: nil), nil),
  ]
  @Test(arguments: bombs)
  func `limits of size and ratio end a bomb with an error that says so`(
    field: String, body: [UInt8], limits: ContentDecoder.Limits, error: ContentDecodingError?
  ) throws {
    for pieces in [[body], Delivery.random(seed: 1, longest: 1_000).pieces(of: body)] {
      if let error {
        #expect(throws: error) { try decoded(field, pieces, limits) }
      } else {
        _ = try decoded(field, pieces, limits)
      }
    }
  }

  @Test func `the checkpoint and the output can end it`() throws {
    struct Enough: Error {}
    var calls = 0
    let checked = ContentDecoder(try ContentCodings(["Content-Encoding": "gzip"])) {
      calls += 1
      if calls == 3 { throw Enough() }
    }
    #expect(throws: Enough.self) { try checked.decode(Coded.bomb(members: 8)) { _ in } }
    let taken = ContentDecoder(try ContentCodings(["Content-Encoding": "gzip"]))
    #expect(throws: Enough.self) { try taken.decode(Coded.gzip) { _ in throw Enough() } }
  }

  @Test func `the errors in words`() {
    #expect(
      "\(ContentDecodingError.unknownCoding("b'\u{1B}\u{E9}"))"
        == "the body has the content coding \"b'\\u{1B}\\u{00E9}\", which is not known; built in: gzip, deflate")
    #expect("\(ContentDecodingError.tooLarge(limit: 5))" == "the body decodes to more than 5 bytes")
    #expect("\(ContentDecodingError.ratioExceeded(limit: 5))" == "the body decodes to more than 5 times its length")
  }
}
#endif
