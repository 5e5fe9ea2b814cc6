import HTTPWire
import Synchronization

/// What a session knows between requests: its rules, what it has learned, and the connections that wait. Both kinds of session have one. It
/// does no I/O: connections that are to be closed are returned.
package final class SessionState<Connection: Sendable>: Sendable {
  /// The connection that was kept for a server, and those that have waited too long.
  package typealias Found = (taken: Connection?, old: [Connection])

  private struct Contents {
    var memory: SessionMemory
    var shelf: ConnectionShelf<Connection>
  }

  /// What all requests have in common.
  package let rules: SessionRules
  private let contents: Mutex<Contents>

  package init(_ configuration: HTTPSession.Configuration) {
    rules = SessionRules(configuration)
    contents = Mutex(Contents(memory: SessionMemory(cookies: configuration.cookies), shelf: ConnectionShelf(configuration.connections)))
  }

  // MARK: Cookies

  package var cookies: CookieJar? { contents.withLock { $0.memory.cookies } }

  package func withCookies<Result: Sendable, Failure: Error>(
    _ body: (inout CookieJar?) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try contents.withLock { (contents) throws(Failure) in try body(&contents.memory.cookies) }
  }

  // MARK: The steps of a journey

  /// The fields of the next request, and a connection for it. `isRemembered` says that its response matters to the session whatever its
  /// status is.
  ///
  /// Throws `invalidArgument` for credentials that can't be sent.
  package func nextStep(
    _ journey: inout Journey
  ) throws(HTTPException) -> (fields: HTTPMessage, kept: Found, isRemembered: Bool) {
    let now = Syscalls.monotonicParts().seconds
    return try contents.withLock { (contents) throws(HTTPException) in
      (
        try journey.fields(&contents.memory), contents.shelf.take(journey.hop.url.origin, now: now), !contents.memory.isEmpty
      )
    }
  }

  /// Takes the head of the response. Returns whether there is another request to send.
  ///
  /// Throws `redirect` for a redirection that must not or can't be followed.
  package func goesOn(_ journey: inout Journey, after status: Int, _ headers: HTTPMessage) throws(HTTPException) -> Bool {
    try contents.withLock { (contents) throws(HTTPException) in try journey.goesOn(after: status, headers, &contents.memory) }
  }

  // MARK: Connections

  package var keptConnections: Int { contents.withLock { $0.shelf.count } }

  /// Takes a connection to a server.
  package func take(_ origin: HTTPURL.Origin) -> Found {
    let now = Syscalls.monotonicParts().seconds
    return contents.withLock { $0.shelf.take(origin, now: now) }
  }

  /// Keeps a connection. Returns those that are to be closed for it.
  package func put(_ connection: Connection, _ origin: HTTPURL.Origin) -> [Connection] {
    let now = Syscalls.monotonicParts().seconds
    return contents.withLock { $0.shelf.put(connection, origin, now: now) }
  }

  package func removeConnections() -> [Connection] { contents.withLock { $0.shelf.removeAll() } }
}
