/// An event that a server has sent (WHATWG HTML section 9.2).
public struct ServerSentEvent: Sendable, Hashable {
  /// The id of this event, or else of the last one that had one. Empty if none had.
  public var id: String
  /// The type that the server gave the event in its field `event`; `message` if it gave none.
  public var type: String
  /// The data. Several `data` lines are separated by line feeds.
  public var data: String

  /// Creates an event.
  public init(id: String = "", type: String = "message", data: String) {
    self.id = id
    self.type = type
    self.data = data
  }
}
