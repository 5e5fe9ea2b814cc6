import HTTPWire

/// What a borrower of a connection may change and the session sets back.
struct ConnectionSettings {
  private let timeout: Duration?
  private let openingTimeout: Duration?
  private let deadline: ContinuousClock.Instant?
  private let retriesOnce: Bool
  private let observers: [any ConnectionObserver]
  private let recordsTimings: Bool
  private let onInterimResponse: ((ResponseHead) -> Void)?
  private let debugLevel: Int
  private let automaticFields: AutomaticFields
  private let changes: Int

  init(of connection: HTTPConnection) {
    timeout = connection.timeout
    openingTimeout = connection.openingTimeout
    deadline = connection.deadline
    retriesOnce = connection.retriesOnce
    observers = connection.observers
    recordsTimings = connection.recordsTimings
    onInterimResponse = connection.onInterimResponse
    debugLevel = connection.debugLevel
    automaticFields = connection.automaticFields
    changes = connection.changes
  }

  /// Sets all back. Returns false if something else was changed, so that the connection is no longer like the session's others.
  func putBack(on connection: HTTPConnection) -> Bool {
    connection.timeout = timeout
    connection.openingTimeout = openingTimeout
    connection.deadline = deadline
    connection.retriesOnce = retriesOnce
    connection.observers = observers
    connection.recordsTimings = recordsTimings
    connection.onInterimResponse = onInterimResponse
    connection.setDebugLevel(debugLevel)
    connection.automaticFields = automaticFields
    return connection.changes == changes && !connection.canBeCancelled
  }
}
