/// The connections that wait for their next request, by the server that they lead to. It does no I/O: what has to be closed is returned.
struct ConnectionShelf<Connection: Sendable>: Sendable {
  private struct Kept: Sendable {
    let connection: Connection
    let origin: HTTPURL.Origin
    /// When it was put here, in seconds of the monotonic clock.
    let since: Int
  }

  private let limits: ConnectionLimits
  /// How long one may wait, in seconds.
  private let longest: Int
  /// The oldest first. There are few, so looking through them costs less than a dictionary.
  private var kept: [Kept] = []

  init(_ limits: ConnectionLimits) {
    self.limits = limits
    longest = Int(clamping: limits.keptFor.components.seconds)
  }

  var count: Int { kept.count }

  /// Takes the connection to a server that was used last: it is the one that the server has most likely not closed yet. Also returns those
  /// that are to be closed because they have waited too long.
  mutating func take(_ origin: HTTPURL.Origin, now: Int) -> (taken: Connection?, old: [Connection]) {
    let old = removeOld(now)
    guard let index = kept.lastIndex(where: { $0.origin == origin }) else { return (nil, old) }
    return (kept.remove(at: index).connection, old)
  }

  /// Keeps a connection. Returns those that are to be closed for it: the ones that have waited too long, and then the oldest.
  mutating func put(_ connection: Connection, _ origin: HTTPURL.Origin, now: Int) -> [Connection] {
    kept.append(Kept(connection: connection, origin: origin, since: now))
    // Usually the first is the only one, and new.
    if kept.count == 1, limits.kept > 0, limits.keptPerOrigin > 0 { return [] }
    var surplus = removeOld(now)
    while kept.count(where: { $0.origin == origin }) > max(0, limits.keptPerOrigin) {
      guard let oldest = kept.firstIndex(where: { $0.origin == origin }) else { break }
      surplus.append(kept.remove(at: oldest).connection)
    }
    while kept.count > max(0, limits.kept) { surplus.append(kept.removeFirst().connection) }
    return surplus
  }

  /// Removes and returns those that have waited too long.
  private mutating func removeOld(_ now: Int) -> [Connection] {
    guard let first = kept.first, isOld(first, now) else { return [] }
    let fresh = kept.firstIndex { !isOld($0, now) } ?? kept.endIndex
    let old = kept[..<fresh].map(\.connection)
    kept.removeFirst(old.count)
    return old
  }

  /// Removes and returns all.
  mutating func removeAll() -> [Connection] {
    defer { kept = [] }
    return kept.map(\.connection)
  }

  private func isOld(_ kept: Kept, _ now: Int) -> Bool {
    now.subtractingReportingOverflow(kept.since).partialValue > longest
  }
}
