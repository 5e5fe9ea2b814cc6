#if Compression
import HTTPWireInflate
import HTTPWireSession
import HTTPWireTesting
import Testing

/// Content codings, as a session undoes them.
struct SessionContentTests {
  static func world(_ coding: String, _ body: [UInt8]) throws -> World {
    try World { _ in .init(headers: ["Content-Encoding": coding], body: body) }
  }

  @Test(arguments: ["gzip", "X-GZIP", "gzip, identity", "none, gzip"]) func `a coded body is decoded`(coding: String) throws {
    let world = try Self.world(coding, TestFiles.gzipHello)
    let session = world.session()
    let page = try session.get("http://a/")
    #expect(try page.text() == "hello")
    #expect(page.headers["Content-Encoding"] == coding)
    var streamed: [UInt8] = []
    try session.open(HTTPSession.Request("GET", "http://a/")).forEachChunk { streamed += $0 }
    #expect(streamed == page.body)
    #expect(world.server.connectionCount == 1)
  }

  @Test(arguments: ["", "identity", "none"]) func `no coding is no coding`(coding: String) throws {
    #expect(try Self.world(coding, [1, 2]).session().get("http://a/").body == [1, 2])
  }

  @Test func `an unknown coding is refused, or handed on if asked for`() throws {
    let world = try Self.world("rot13", [1, 2])
    guard case .custom(let error) = failure({ try world.session().get("http://a/") }) else { return #expect(Bool(false)) }
    #expect(error as? ContentDecodingError == .unknownCoding("rot13"))
    #expect(try world.session { $0.unknownCodings = .handedOn }.get("http://a/").body == [1, 2])
  }

  @Test func `without decoding, nothing is asked for and nothing undone`() throws {
    let world = try Self.world("gzip", TestFiles.gzipHello)
    let session = world.session { $0.decodesContent = false }
    #expect(try session.get("http://a/").body == TestFiles.gzipHello)
    #expect(world.server.requests.first?.headers["Accept-Encoding"] == "identity")
  }

  @Test(arguments: [
    (TestFiles.gzipHello.dropLast(3), ContentDecodingError.truncated(coding: "gzip")), (ArraySlice([1, 2, 3]), nil),
  ]) func `a body that is broken says so`(body: ArraySlice<UInt8>, wanted: ContentDecodingError?) throws {
    let world = try Self.world("gzip", Array(body))
    guard case .custom(let error as ContentDecodingError) = failure({ try world.session().get("http://a/") }) else {
      return #expect(Bool(false))
    }
    if let wanted { #expect(error == wanted) }
  }

  @Test func `a bomb ends with the limit`() throws {
    let world = try Self.world("gzip", TestFiles.gzipHello)
    let session = world.session { $0.decoding.size = 4 }
    guard case .custom(let error) = failure({ try session.get("http://a/") }) else { return #expect(Bool(false)) }
    #expect(error as? ContentDecodingError == .tooLarge(limit: 4))
  }
}
#endif
