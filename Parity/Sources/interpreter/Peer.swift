import HTTPWire

/// The scripted peer: opens the connections of a program one after the other, and keeps what happened on them until it is asked for.
final class Peer {
  private let scripts: [ConnectionScript]
  /// An element for each opening; nil where it was refused.
  private var connections: [PeerConnection?] = []
  private var opened: [JSON] = []
  private var wire: [JSON] = []
  private var waits: [JSON] = []
  /// That of the newest opening.
  private(set) var timeout: Duration?

  init(_ scripts: [ConnectionScript]) { self.scripts = scripts }

  /// The opener of a program's connections.
  func open(_ target: ConnectionTarget) throws(HTTPException) -> any ByteStream {
    let source = target.sourceAddress.map { JSON.array([.string($0.host), .int($0.port)]) }
    opened.append(.array([.string(target.host), .int(target.port), Seconds.json(target.timeout), source ?? .null]))
    timeout = target.timeout
    return try next(isTimed: target.timeout != nil)
  }

  /// The next connection of the script; one past its end is refused.
  func next(isTimed: Bool = false) throws(HTTPException) -> PeerConnection {
    let number = connections.count
    let script = number < scripts.count ? scripts[number] : .refuse(SystemErrors.connectionRefused)
    switch script {
    case .refuse(let code):
      connections.append(nil)
      throw SystemErrors.failure("connect", code)
    case .serve(let exchanges):
      let recordWait = { [weak self] (wait: Duration?) -> Void in self?.waits.append(.array([.int(number), Seconds.json(wait)])) }
      let connection = PeerConnection(exchanges, recordWait: isTimed ? recordWait : nil) { [weak self] in
        self?.wire.append(.array([.int(number), .bytes($0)]))
      }
      connections.append(connection)
      return connection
    }
  }

  /// The numbers of the connections that are open.
  var live: [JSON] {
    connections.enumerated().compactMap { number, connection in connection?.isOpen == true ? .int(number) : nil }
  }

  /// What was asked for and written since this was asked last, and the times that were given for it.
  func take() -> (opened: [JSON], wire: [JSON], waits: [JSON]) {
    defer { (opened, wire, waits) = ([], [], []) }
    return (opened, wire, waits)
  }
}
