package import HTTPWire

// The one file that writes request heads.

/// The ways to write a request head.
package enum HeadDoor {
  /// `RequestHead`.
  case head
  /// The step-by-step half of `HTTPConnection`, which also takes values as bytes, and several of them.
  case connection
}

/// A field as it is given to a head.
package enum HeadField {
  case text(String, String)
  /// Several values become continuation lines. Only a connection takes these.
  case values(String, [[UInt8]])
  /// All fields of a message.
  case message(HTTPMessage)
}

/// A request head that is being written. Each step returns whether it was taken.
package struct HeadWriting {
  private let leniency: ParsingLeniency
  private let door: HeadDoor
  private var line: (method: String, target: String, version: HTTPVersion)?
  private var fields: [HeadField] = []
  /// The head so far, with the blank line that ends it.
  package private(set) var bytes: [UInt8] = []
  private var head: RequestHead?

  package init(_ leniency: ParsingLeniency, by door: HeadDoor) {
    self.leniency = leniency
    self.door = door
  }

  /// Writes the request line.
  package mutating func begin(_ method: String, _ target: String, _ version: HTTPVersion) -> Bool {
    line = (method, target, version)
    switch door {
    case .head:
      head = try? RequestHead(method, target, version: version, leniency: leniency)
      bytes = head?.bytes ?? []
      return head != nil
    case .connection:
      guard let (bytes, _) = sent(and: nil) else { return false }
      self.bytes = bytes
      return true
    }
  }

  /// Writes a field. One that is refused must leave the head as it was.
  package mutating func add(_ field: HeadField) -> Bool {
    let (after, isTaken): ([UInt8], Bool)
    switch door {
    case .head: (after, isTaken) = added(field)
    case .connection: (after, isTaken) = sent(and: field) ?? ([], false)
    }
    require(isTaken || after == bytes, "a field that is refused leaves the head as it was", after)
    if isTaken { fields.append(field) }
    bytes = after
    return isTaken
  }

  private mutating func added(_ field: HeadField) -> (bytes: [UInt8], isTaken: Bool) {
    let isTaken: Bool
    switch field {
    case .text(let name, let value): isTaken = (try? head?.add(name, value)) != nil
    case .message(let message): isTaken = (try? head?.add(message)) != nil
    case .values: violated("a RequestHead is given no bytes", field)
    }
    return (head?.bytes ?? [], isTaken)
  }

  /// What a connection sends that is given all fields that were taken, and one more; nil where it refuses the request line.
  private func sent(and field: HeadField?) -> (bytes: [UInt8], isTaken: Bool)? {
    guard let line, let connection = try? HTTPConnection("host", leniency: leniency) else { return nil }
    let stream = MemoryStream([])
    connection.stream = stream
    connection.httpVersion = line.version
    do {
      try connection.putRequest(line.method, line.target, skipHost: true, skipAcceptEncoding: true)
    } catch {
      return nil
    }
    for field in fields { require(Self.put(field, on: connection), "a field that was taken is taken again", field) }
    let isTaken = field.map { Self.put($0, on: connection) } ?? true
    do {
      try connection.endHeaders()
    } catch {
      violated("a head that was taken is sent", error)
    }
    return (stream.written, isTaken)
  }

  private static func put(_ field: HeadField, on connection: HTTPConnection) -> Bool {
    do {
      switch field {
      case .text(let name, let value): try connection.putHeader(name, HeaderValue(value))
      case .values(let name, let values): try connection.putHeader(name, values.map { HeaderValue($0) })
      case .message(let message): for (name, value) in message.items { try connection.putHeader(name, HeaderValue(value)) }
      }
      return true
    } catch {
      return false
    }
  }

  /// Whether the head announces a body of this length, as far as an exchange knows. Nil without a head.
  package func announces(bodyOf count: UInt64) -> Bool? {
    guard let head else { return nil }
    var exchange = ClientExchange()
    do {
      try exchange.start(head)
      var left = count
      while left > 0 {
        let part = Int(clamping: left)
        exchange.noteSent(part)
        left -= UInt64(part)
      }
      try exchange.finishRequest()
    } catch {
      violated("a head that was written starts a request", error)
    }
    return !exchange.closeReasons.contains(.requestUnfinished)
  }
}
