import HTTPWireInflate
import HTTPWireSession

/// Reads the body of a response a block at a time, so that memory does not grow with it, within the limits of the command line.
struct BodyReader {
  private let response: HTTPResponse
  private let stream: StreamedResponse
  private let settings: ConnectionSettings
  private let decoder: ContentDecoder?
  private var pace: Pace?
  private var meter: SpeedMeter?
  private var count = 0

  /// Throws `badEncoding` if the body is to be decoded and its codings are not known.
  init(_ stream: StreamedResponse, _ settings: Settings, until deadline: Deadline) throws(Complaint) {
    self.stream = stream
    response = stream.response
    self.settings = settings.connection
    pace = settings.connection.rateLimit.map { Pace(mostASecond: $0) }
    meter = SpeedMeter(settings.connection)
    // Without a body (HEAD, 204, 304), its codings don't matter.
    guard settings.request.isDecoded, !response.isClosed, response.headers.contains("Content-Encoding") else {
      decoder = nil
      return
    }
    do {
      decoder = ContentDecoder(try ContentCodings(response.headers), deadline)
    } catch {
      throw Complaint(error)
    }
  }

  /// Passes all bytes on, decoded. Throws what reading throws, and what `write` throws.
  mutating func read(_ write: ([UInt8]) throws -> Void) throws {
    while let block = try next() {
      count += block.count
      if let most = settings.largestFile, count > most { throw Complaint(.tooLarge, "the body has more than the \(most) bytes allowed") }
      if let decoder { try decoder.decode(block, to: write) } else { try write(block) }
      pace?.wait(after: block.count)
    }
    try decoder?.finish()
  }

  /// The next bytes; nil at the end.
  private mutating func next() throws -> [UInt8]? {
    let most = pace?.block ?? 65_536
    guard var speed = meter else {
      let block = try response.read1(most)
      return block.isEmpty ? nil : block
    }
    defer { meter = speed }
    while true {
      do {
        stream.wait(upTo: .seconds(1))
        let block = try response.read1(most)
        try speed.note(block.count)
        return block.isEmpty ? nil : block
      } catch HTTPException.timedOut {
        try speed.note(0)
      }
    }
  }
}

/// Gives up a transfer that is slow for too long (`-Y`, `-y`).
struct SpeedMeter {
  private let lowest: Int
  private let longest: Duration
  private var second = Syscalls.monotonicTime()
  private var moved = 0
  /// Since when it has been too slow; nil if it is not.
  private var slowSince: Duration?

  /// Nil if there is no lowest speed.
  init?(_ settings: ConnectionSettings) {
    guard let lowest = settings.lowestSpeed, lowest > 0, let longest = settings.lowSpeedTime else { return nil }
    self.lowest = lowest
    self.longest = longest
  }

  /// Counts bytes that have come. Throws `timeout` if they have come too slowly for too long.
  mutating func note(_ count: Int) throws(Complaint) {
    moved += count
    let now = Syscalls.monotonicTime()
    guard now - second >= .seconds(1) else { return }
    let isSlow = Double(moved) / ((now - second) / .seconds(1)) < Double(lowest)
    if !isSlow { slowSince = nil } else if slowSince == nil { slowSince = second }
    (second, moved) = (now, 0)
    if let slowSince, now - slowSince >= longest {
      throw Complaint(.timeout, "less than \(lowest) bytes a second came in the last \(Int(longest / .seconds(1))) seconds")
    }
  }
}
