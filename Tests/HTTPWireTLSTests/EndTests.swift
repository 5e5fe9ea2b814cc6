#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// How connections end, and how reads and writes that fail leave them.
@Suite struct EndTests {
  @Test func anEndWithoutFarewellIsATruncation() throws {
    let server = try Fixture.server { connection in
      try connection.send("cut")
      connection.hangUp()
    }
    let stream = try connect(to: server, Fixture.context())
    #expect(try stream.read(exactly: 3) == Array("cut".utf8))
    for _ in 0..<2 {
      let error = failure { _ = try stream.readOnce() }
      #expect(error?.tls?.kind == .truncated)
      #expect(error?.description.hasPrefix("[SSL: UNEXPECTED_EOF_WHILE_READING]") == true)
    }
    #expect(stream.pendingInput() == .end)
    stream.close()
  }

  @Test func anEndInsideARecordIsATruncation() throws {
    // Two recordings of the same bytes would differ, so what the server sends is cut on its way.
    let server = try Fixture.server { connection in
      try connection.send([UInt8](repeating: 1, count: 1000))
      connection.hangUp()
    }
    let cut = CutStream(try server.server.connect())
    let stream = try TLSStream(over: cut, context: Fixture.context(), serverName: "localhost")
    cut.remaining = 500
    #expect(failure { _ = try stream.readOnce() }?.tls?.kind == .truncated)
    stream.close()
  }

  @Test func anEndWithoutFarewellCanBeTolerated() throws {
    let server = try Fixture.server { connection in
      try connection.send("all")
      connection.hangUp()
    }
    let stream = try connect(to: server, Fixture.context { $0.toleratesRaggedEnd = true })
    #expect(try stream.readToEnd() == Array("all".utf8))
    #expect(try stream.readOnce().isEmpty)
    stream.close()
  }

  @Test(arguments: [TLSVersion.tls12, .tls13])
  func aFarewellIsTheEnd(_ version: TLSVersion) throws {
    let server = try Fixture.server({ $0.maximumVersion = version }) { try $0.send("bye") }
    let stream = try connect(to: server, Fixture.context())
    #expect(try stream.readToEnd() == Array("bye".utf8))
    #expect(try stream.readOnce().isEmpty)
    #expect(stream.pendingInput() == .end)
    stream.close()
    stream.close()
  }

  @Test func aReadThatTimesOutCanBeRepeated() throws {
    let server = try Fixture.echo()
    let stream = try connect(to: server, Fixture.context())
    #expect(throws: HTTPException.timedOut(.reading)) { try stream.readOnce(timeout: .milliseconds(20)) }
    try stream.write("again")
    #expect(try stream.read(exactly: 5) == Array("again".utf8))
    stream.close()
  }

  @Test func aReadThatTimesOutInsideARecordCanBeRepeated() throws {
    let server = try Fixture.echo()
    let cut = CutStream(try server.server.connect())
    let stream = try TLSStream(over: cut, context: Fixture.context { $0.maximumVersion = .tls12 }, serverName: "localhost")
    try stream.write("in pieces")
    cut.remaining = 7
    cut.atCut = .timedOut(.reading)
    #expect(throws: HTTPException.timedOut(.reading)) { try stream.readOnce() }
    cut.remaining = nil
    #expect(try stream.read(exactly: 9) == Array("in pieces".utf8))
    stream.close()
  }

  @Test func aWriteThatFailsIsTheLastButReadingGoesOn() throws {
    let server = try Fixture.server { connection in
      try connection.send("early answer")
      _ = try connection.read()
    }
    let cut = CutStream(try server.server.connect())
    let stream = try TLSStream(over: cut, context: Fixture.context(), serverName: "localhost")
    cut.failsWrites = true
    for _ in 0..<2 { #expect(throws: HTTPException.timedOut(.sending)) { try stream.write("never") } }
    cut.failsWrites = false
    #expect(throws: HTTPException.timedOut(.sending)) { try stream.write("neither") }
    #expect(try stream.read(exactly: 12) == Array("early answer".utf8))
    stream.close()
  }

  @Test func aWriteNobodyTakesTimesOut() throws {
    let server = try Fixture.server { try $0.sleepUntilStopped() }
    let stream = try connect(to: server, Fixture.context())
    let much = [UInt8](repeating: 0, count: 32 << 20)
    #expect(throws: HTTPException.timedOut(.sending)) { try stream.write(much, timeout: .milliseconds(100)) }
    stream.close()
  }

  @Test func anAnswerThatCameBeforeAllWasSentCanBeRead() throws {
    let server = try Fixture.server { connection in
      try connection.send("early answer")
      try connection.sleepUntilStopped()
    }
    let stream = try connect(to: server, Fixture.context())
    let much = [UInt8](repeating: 0, count: 32 << 20)
    #expect(throws: HTTPException.timedOut(.sending)) { try stream.write(much, timeout: .milliseconds(100)) }
    #expect(try stream.read(exactly: 12) == Array("early answer".utf8))
    stream.close()
  }

  @Test func writingToAPeerThatIsGoneRaisesNoSignal() throws {
    let server = try Fixture.server { try $0.reset() }
    let stream = try connect(to: server, Fixture.context())
    // The reset has come when reading says so.
    let error = failure { _ = try stream.readToEnd() }
    #expect(error?.isConnectionReset == true, "\(String(describing: error))")
    #expect(failure { try stream.write("x") }?.isConnectionReset == true)
    stream.close()
  }

  @Test func whatWaitsIsToldWithoutTickets() throws {
    let server = try Fixture.server { connection in
      _ = try connection.read(atMost: 1)
      try connection.send("late")
    }
    let stream = try connect(to: server, Fixture.context())
    // The tickets of TLS 1.3 have come with the handshake or come now; no data has.
    #expect(stream.pendingInput() == .nothing)
    try stream.write("x")
    #expect(try stream.readOnce(1) == Array("l".utf8))
    #expect(stream.pendingInput() == .bytes)
    #expect(try stream.readToEnd() == Array("ate".utf8))
    #expect(stream.pendingInput() == .end)
    #expect(stream.fileDescriptor != nil)
    stream.close()
    #expect(stream.fileDescriptor == nil)
    #expect(stream.pendingInput() == .end)
  }

  @Test func byteByByteIsAsGoodAsWhole() throws {
    let server = try Fixture.echo()
    let drip = CutStream(try server.server.connect())
    drip.largestRead = 1
    let stream = try TLSStream(over: drip, context: Fixture.context(), serverName: "localhost")
    let bytes = (0..<20_000).map { UInt8(truncatingIfNeeded: $0) }
    try stream.write(bytes)
    #expect(try stream.read(exactly: bytes.count) == bytes)
    stream.close()
  }
}

/// Passes bytes on until it does not.
final class CutStream: ByteStream {
  private let lower: any ByteStream
  /// How many bytes may still be read before `atCut`, or the end of the stream.
  var remaining: Int?
  var atCut: HTTPException?
  var failsWrites = false
  var largestRead = 65_536

  init(_ lower: any ByteStream) { self.lower = lower }

  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {
    if remaining == 0 {
      if let atCut { throw atCut }
      return
    }
    let before = buffer.count
    try buffer.withFreeRoom(min(remaining ?? Int.max, largestRead)) { (room) throws(HTTPException) in
      try lower.read(into: &room, timeout: timeout)
    }
    remaining = remaining.map { $0 - (buffer.count - before) }
  }

  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {
    if failsWrites { throw .timedOut(.sending) }
    try lower.write(bytes, timeout: timeout)
  }

  func close() { lower.close() }
}
#endif
