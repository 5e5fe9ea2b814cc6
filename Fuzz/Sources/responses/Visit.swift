import HTTPWire
import Support

/// One time that a connection asks for a reply and reads it.
struct Visit {
  /// What the stream does while it is called.
  enum Company {
    case none
    /// Looks at the connection and its response.
    case looking
    /// Closes one of them, once.
    case closing
    /// Calls what it must not call.
    case calling
  }

  /// How the reply comes and how it is read.
  struct Plan {
    var delivery = Delivery(.whole)
    /// Nil to call `read()` alone.
    var reads: SplitMix?
    var areReadsDelayed = false
    var company = Company.none
    /// Whether the connection opens the stream itself, and says so.
    var isOpened = false
    /// How many reads there are before the response is dropped.
    var patience = Int.max
  }

  private(set) var reply = Reply()

  private let asked: Asked
  private let manner: Manner
  private let plan: Plan
  private let stream: ReplyStream
  private var hasLeftHTTP = false

  init(_ bytes: [UInt8], end: ReplyStream.End, _ asked: Asked, _ manner: Manner, _ plan: Plan) {
    self.asked = asked
    self.manner = manner
    self.plan = plan
    stream = ReplyStream(plan.delivery.cut(bytes), end: end)
    guard let connection = try? HTTPConnection("host", leniency: manner.leniency) else { violated("a host is a host") }
    run(connection)
    connection.close()
    // A stream that was looked at after HTTP was left belongs to whoever looked.
    if plan.company != .calling { require(stream.isClosed || hasLeftHTTP, "a connection that is closed has closed its stream") }
    stream.onCall = {}
    if isDefectPlanted, plan.delivery.pieces == .byteByByte { _ = reply.body.popLast() }
  }

  private mutating func run(_ connection: HTTPConnection) {
    connection.limits = manner.limits
    var openings = 0
    let stream = stream
    connection.opener = { _ throws(HTTPException) in
      openings += 1
      return openings == 1 ? stream : ReplyStream([], end: .closed)
    }
    if plan.isOpened {
      connection.setDebugLevel(1)
      connection.debugSink = { _ in }
    } else {
      openings = 1
      connection.stream = stream
    }
    let heads = Heads()
    connection.onInterimResponse = { heads.all.append(Reply.Head(interim: $0)) }
    let company = Companion(plan.company, plan.reads ?? SplitMix(seed: 0), connection)
    stream.onCall = company.meet
    stream.isClosedFromInside = plan.company == .closing || plan.company == .calling
    do {
      try readAll(connection, heads, company)
    } catch {
      // A body that ends with the stream by leniency takes its connection along before the next reply can be missed.
      let isMissing = error == .closed && manner.leniency.contains(.looseTrailers) && !reply.trailers.isEmpty
      reply.error = isMissing ? .remoteDisconnected : error.withoutDelivery(manner.leniency)
    }
    reply.heads = heads.all
    if plan.company == .closing || plan.company == .calling || reply.error?.isTimeout == true { return }
    askAgain(connection) { openings }
  }

  /// The heads so far; a closure can't change a struct's.
  private final class Heads {
    var all: [Reply.Head] = []
  }

  private mutating func readAll(_ connection: HTTPConnection, _ heads: Heads, _ company: Companion) throws(HTTPException) {
    try ask(connection)
    var followers = asked.followers
    var responses = 1
    while responses > 0 {
      responses -= 1
      stream.delays = nil
      let response = try connection.getResponse()
      heads.all.append(Reply.Head(response))
      company.response = response
      defer { company.response = nil }
      if response.willClose, response.status == 101 || asked.method == "CONNECT" { hasLeftHTTP = true }
      if followers > 0, !response.isClosed, !response.willClose {
        followers -= 1
        try ask(connection)
        responses += 1
      }
      if plan.areReadsDelayed { stream.delays = plan.reads }
      if read(response) { continue }
      if responses > 0, isAlone, reply.error?.isTimeout != true { checkGivenUp(connection) }
      return
    }
  }

  /// What was asked for while a response was read that came to nothing can't come any more.
  private func checkGivenUp(_ connection: HTTPConnection) {
    do {
      _ = try connection.getResponse()
      violated("no response follows one that was given up")
    } catch {
      require(error == .closed, "a response that can't come is `closed`", error)
    }
  }

  /// Whether the stream leaves connection and response alone.
  private var isAlone: Bool { plan.company == .none || plan.company == .looking }

  private func ask(_ connection: HTTPConnection) throws(HTTPException) {
    var headers = HTTPMessage()
    if asked.asksToUpgrade { headers.add("Upgrade", "other") }
    if asked.asksToClose { headers.add("Connection", "close") }
    try connection.request(asked.method, asked.method == "CONNECT" ? "far.test:443" : "/", headers: headers)
  }

  /// Reads a body; false when nothing can follow it.
  private mutating func read(_ response: HTTPResponse) -> Bool {
    var reader = BodyReader(response, on: stream, random: plan.reads, isAlone: isAlone)
    if plan.patience < .max {
      reader.read(plan.patience)
      reply.body += reader.body
      reply.error = reader.error
      let isOver = reader.isOver || response.isClosed
      response.close()
      return reader.error == nil && isOver
    }
    reader.read()
    reader.check()
    reply.body += reader.body
    reply.error = reader.error
    if reader.error?.isHidden(by: manner.leniency) == true { reply.error = nil }
    if reply.error == nil { reply.trailers.append(response.trailers) }
    return reader.error == nil && !reader.isShort
  }

  /// Whether the connection goes on, which it must do on the stream it has or on a new one.
  private mutating func askAgain(_ connection: HTTPConnection, _ openings: () -> Int) {
    stream.delays = nil
    do {
      try connection.request("GET", "/again")
    } catch {
      violated("a connection that is done takes another request", error)
    }
    let isReused = openings() == 1
    require(openings() <= 2, "a connection is opened once", openings())
    require(!isReused || !stream.isClosed, "a request is not sent on a stream that was closed")
    require(isReused || stream.isClosed || hasLeftHTTP, "a stream that nobody needs is closed")
    reply.isReused = isReused
  }
}
