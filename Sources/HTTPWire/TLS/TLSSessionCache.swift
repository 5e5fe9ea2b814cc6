#if TLS
import Synchronization

/// The sessions that servers have offered for resumption, by server. When the cache is full, the server that was used the longest time ago
/// is removed.
final class TLSSessionCache: Sendable {
  /// A server. Sessions of one server are never sent to another.
  struct Key: Hashable, Sendable {
    /// The name, or the address with its scope. A name and an address with the same text are different.
    let peer: TLSServerName
    let port: Int

    /// Hashes only the parts that nearly always differ, because each connection looks its server up several times.
    func hash(into hasher: inout Hasher) {
      hasher.combine(peer.text)
      hasher.combine(port)
    }
  }

  /// A session, and the chain that was verified in its first handshake. Resumption verifies nothing again.
  struct Offer: Sendable {
    let session: OpenSSLObject
    let chain: OpenSSLObject?
  }

  private struct Entry {
    let offer: Offer
    let isSingleUse: Bool
    let end: Duration
  }

  private struct Contents {
    var entries: [Key: [Entry]] = [:]
    /// The keys in order of use. The most recently used one is last.
    var order: [Key] = []

    /// Adds an entry as the newest of its server. A single-use ticket is added to the other tickets; any other session replaces all
    /// entries.
    mutating func add(_ entry: Entry, for key: Key) {
      Self.add(entry, to: &entries[key, default: []])
      use(key)
    }

    private static func add(_ entry: Entry, to entries: inout [Entry]) {
      entries.removeAll { !entry.isSingleUse || !$0.isSingleUse }
      if entries.count == TLSSessionCache.ticketsPerServer { entries.removeFirst() }
      entries.append(entry)
    }

    mutating func use(_ key: Key) {
      if order.last == key { return }
      if let index = order.lastIndex(of: key) { order.remove(at: index) }
      order.append(key)
    }

    mutating func forget(_ key: Key) {
      entries[key] = nil
      if let index = order.lastIndex(of: key) { order.remove(at: index) }
    }
  }

  private let capacity: Int
  private let contents = Mutex(Contents())

  /// The number of TLS 1.3 tickets to keep for a server: as many as servers usually send for two connections.
  private static let ticketsPerServer = 4
  /// The longest time to keep a session. Resumption verifies no certificate, so it must not continue for ever (RFC 8446 section 4.6.1
  /// allows a week).
  private static let longestLife = Duration.seconds(24 * 3600)

  init(capacity: Int) { self.capacity = capacity }

  /// Keeps a session. It now belongs to the cache alone; the conduit has copied it.
  func store(_ offer: Offer, for key: Key) {
    guard capacity > 0, offer.isResumable else { return }
    let life = min(offer.lifetime, Self.longestLife)
    let entry = Entry(offer: offer, isSingleUse: offer.isSingleUse, end: Syscalls.monotonicTime() + life)
    contents.withLock { contents in
      contents.add(entry, for: key)
      if contents.order.count > capacity { contents.entries[contents.order.removeFirst()] = nil }
    }
  }

  /// The newest session to offer to a server. A TLS 1.3 session is returned only once (RFC 8446 appendix C.4). Of a TLS 1.2 session a copy
  /// is returned, because a connection writes to its session.
  func session(for key: Key) -> Offer? {
    let now = Syscalls.monotonicTime()
    return contents.withLock { contents in
      guard let place = contents.entries.index(forKey: key) else { return nil }
      contents.entries.values[place].removeAll { $0.end <= now }
      guard let entry = contents.entries.values[place].last else {
        contents.forget(key)
        return nil
      }
      if entry.isSingleUse { contents.entries.values[place].removeLast() }
      contents.use(key)
      return entry.isSingleUse ? entry.offer : entry.offer.copy()
    }
  }

  /// Forgets a server's sessions, after a handshake that offered one has failed.
  func remove(_ key: Key) {
    contents.withLock { $0.forget(key) }
  }

  func removeAll() { contents.withLock { $0 = Contents() } }
}
#endif
