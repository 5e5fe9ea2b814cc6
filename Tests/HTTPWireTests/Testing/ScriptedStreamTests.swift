import HTTPWire
import HTTPWireTesting
import Testing

struct ScriptedStreamTests {
  @Test func `each read gets one piece at most, and a large piece comes in parts`() throws {
    let stream = ScriptedStream("abc", "", "d", atEnd: .end)
    #expect(stream.unreadCount == 4)
    #expect(try stream.readOnce(2) == Array("ab".utf8))
    #expect(stream.unreadCount == 2)
    #expect(try stream.readOnce(2) == Array("c".utf8))
    #expect(try stream.readOnce(2) == Array("d".utf8))
    #expect(try stream.readOnce(2).isEmpty)
    #expect(try stream.readOnce(2).isEmpty)
    #expect(stream.readTimeouts.count == 5)
    #expect(stream.overReads == 0)
  }

  @Test(arguments: [
    (ScriptedStream.AtEnd.reset, ScriptedStream.reset, PendingInput.end, 0),
    (.timeout, .timedOut(.reading), .nothing, 0),
    (.fail, ScriptedStream.overRead, .nothing, 2),
  ])
  func `after the last piece comes what the script says, each time`(
    atEnd: ScriptedStream.AtEnd, error: HTTPException, pending: PendingInput, overReads: Int
  ) throws {
    let stream = ScriptedStream("a", atEnd: atEnd)
    #expect(stream.pendingInput() == .bytes)
    #expect(try stream.readOnce() == Array("a".utf8))
    #expect(stream.pendingInput() == pending)
    #expect(throws: error) { try stream.readOnce() }
    #expect(throws: error) { try stream.readOnce() }
    #expect(stream.overReads == overReads)
  }

  @Test func `the reset and the broken pipe are resets, an over-read is not`() {
    #expect(ScriptedStream.reset.isConnectionReset)
    #expect(ScriptedStream.brokenPipe.isConnectionReset)
    #expect(!ScriptedStream.overRead.isConnectionReset)
  }

  @Test func `an empty script is at its end`() throws {
    let stream = ScriptedStream([], atEnd: .end)
    #expect(stream.pendingInput() == .end)
    #expect(try stream.readOnce().isEmpty)
  }

  @Test func `each write is recorded by itself, with its timeout`() throws {
    let stream = ScriptedStream()
    try stream.write(Array("ab".utf8), timeout: .seconds(1))
    try stream.write(Array("c".utf8), timeout: nil)
    #expect(stream.writes == [Array("ab".utf8), Array("c".utf8)])
    #expect(stream.writtenText == "abc")
    #expect(stream.writeTimeouts == [.seconds(1), nil])
  }

  @Test func `a reply can be read once its request has begun`() throws {
    let stream = ScriptedStream(exchanges: [["1", "2"], ["3"]], atEnd: .end)
    #expect(stream.pendingInput() == .nothing)
    #expect(throws: HTTPException.timedOut(.reading)) { try stream.readOnce() }
    #expect(stream.overReads == 1)
    try stream.write("head")
    try stream.write("body")
    #expect(stream.pendingInput() == .bytes)
    #expect(try stream.readOnce() == Array("1".utf8))
    #expect(try stream.readOnce() == Array("2".utf8))
    #expect(stream.pendingInput() == .nothing)
    #expect(throws: HTTPException.timedOut(.reading)) { try stream.readOnce() }
    #expect(stream.overReads == 2)
    try stream.write("head")
    #expect(try stream.readOnce() == Array("3".utf8))
    #expect(stream.pendingInput() == .end)
    #expect(try stream.readOnce().isEmpty)
    #expect(stream.unreadCount == 0)
  }

  @Test func `an exchange without pieces is a peer that says nothing`() throws {
    let stream = ScriptedStream(exchanges: [[], ["reply"]])
    try stream.write("head")
    #expect(throws: HTTPException.timedOut(.reading)) { try stream.readOnce() }
    try stream.write("body")
    #expect(try stream.readOnce() == Array("reply".utf8))
  }

  @Test func `a reply that was not read to its end stays before the next`() throws {
    let stream = ScriptedStream(exchanges: [["1", "2"], ["3"]])
    try stream.write("x")
    #expect(try stream.readOnce() == Array("1".utf8))
    try stream.write("y")
    #expect(try stream.readOnce() == Array("2".utf8))
    #expect(try stream.readOnce() == Array("3".utf8))
  }

  @Test(arguments: [(0, []), (2, ["ab"]), (3, ["ab", "c"]), (4, ["ab", "cd"])])
  func `writes fail after so many bytes, and from then on`(limit: Int, taken: [String]) throws {
    let stream = ScriptedStream()
    stream.failWrites(afterBytes: limit)
    for text in ["ab", "cd", "e"] { try? stream.write(text) }
    #expect(throws: ScriptedStream.brokenPipe) { try stream.write("f") }
    #expect(stream.writes == taken.map { Array($0.utf8) })
  }

  @Test func `writes fail with the error given`() {
    let stream = ScriptedStream()
    stream.failWrites(afterBytes: 0, with: .timedOut(.sending))
    #expect(throws: HTTPException.timedOut(.sending)) { try stream.write("a") }
  }

  @Test func `closing is counted and ends reads and writes`() throws {
    let stream = ScriptedStream("abc")
    stream.close()
    stream.close()
    #expect(stream.closes == 2)
    #expect(stream.pendingInput() == .end)
    #expect(throws: HTTPException.closed) { try stream.readOnce() }
    #expect(throws: HTTPException.closed) { try stream.write("a") }
    #expect(stream.writes.isEmpty)
  }
}
