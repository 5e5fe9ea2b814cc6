import HTTPWire
import HTTPWireSession

/// Prints the events of a stream as they come, a JSON line each (`--sse`).
enum EventPrinter {
  /// Prints all events until the server says that there will be no more, and asks again when a connection ends.
  ///
  /// Throws what asking throws, and `writing`.
  static func run(_ events: EventSource) throws {
    while let event = try events.next() {
      var members: [(name: String, value: JSONValue)] = [("event", .text(event.type)), ("data", .text(event.data))]
      if !event.id.isEmpty { members.append(("id", .text(event.id))) }
      try StandardOutput.write(JSONValue.object(members).text + "\n")
    }
  }
}
