import HTTPWire
import HTTPWireTesting

/// A reply with a body, one without, and one whose end is the connection's.
let okReply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
let emptyReply = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
let closingReply = "HTTP/1.0 200 OK\r\n\r\nbye"

/// The head of `GET /` to a connection of `scripted`.
let getHead = "GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: identity\r\n\r\n"

let presets: [ParsingLeniency] = [.default, .python]

/// Opens scripted streams, one after the other, and keeps what it was asked for.
final class ScriptedOpener {
  private(set) var targets: [ConnectionTarget] = []
  private(set) var opened: [ScriptedStream] = []
  private var upcoming: ArraySlice<ScriptedStream>

  init(_ streams: [ScriptedStream]) { upcoming = streams[...] }

  func open(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    targets.append(target)
    guard let stream = upcoming.popFirst() else { throw noMoreStreams }
    opened.append(stream)
    return stream
  }
}

/// What an opener throws that has no stream left.
let noMoreStreams = HTTPException.system(SystemFailure(operation: "connect", code: 111, message: "Connection refused"))

/// A connection whose openings get these streams in turn.
func connection(
  _ streams: ScriptedStream..., to host: String = "h", port: Int? = nil, timeout: Duration? = nil, leniency: ParsingLeniency = .default
) throws(HTTPException) -> (connection: HTTPConnection, opener: ScriptedOpener) {
  let opener = ScriptedOpener(streams)
  let connection = try HTTPConnection(host, port: port, timeout: timeout, leniency: leniency)
  connection.opener = opener.open
  return (connection, opener)
}

/// A connection over a stream that answers each request with a reply; a read beyond them is an error of the connection's.
func scripted(
  _ replies: String..., leniency: ParsingLeniency = .default, atEnd: ScriptedStream.AtEnd = .fail
) throws(HTTPException) -> (connection: HTTPConnection, stream: ScriptedStream) {
  let stream = ScriptedStream(exchanges: replies.map { [$0] }, atEnd: atEnd)
  let (connection, _) = try connection(leniency: leniency)
  connection.stream = stream
  return (connection, stream)
}

extension HTTPConnection {
  /// A GET whose response is read to its end, as text.
  func get(_ url: String = "/") throws(HTTPException) -> String {
    try request("GET", url)
    return try String(decoding: getResponse().read(), as: UTF8.self)
  }
}

extension ScriptedStream {
  /// The writes as text, a Latin-1 character a byte.
  var writtenPieces: [String] { writes.map(latin1) }
}

/// Bytes as text, a character a byte.
func latin1(_ bytes: some Sequence<UInt8>) -> String {
  var text = String.UnicodeScalarView()
  for byte in bytes { text.append(Unicode.Scalar(byte)) }
  return String(text)
}

/// A body source that hands out pieces, one a call, and may fail after them.
final class PieceSource: BodySource {
  private var pieces: ArraySlice<[UInt8]>
  private let failure: HTTPException?
  private(set) var rooms: [Int] = []

  init(_ pieces: [[UInt8]], thenThrows failure: HTTPException? = nil) {
    self.pieces = pieces[...]
    self.failure = failure
  }

  convenience init(_ pieces: String..., thenThrows failure: HTTPException? = nil) {
    self.init(pieces.map { Array($0.utf8) }, thenThrows: failure)
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws(HTTPException) {
    rooms.append(buffer.freeCapacity)
    guard let piece = pieces.popFirst() else {
      if let failure { throw failure }
      return
    }
    let taken = buffer.append(copying: piece.span)
    if taken < piece.count { pieces = [Array(piece[taken...])] + pieces }
  }
}
