/// Exchanges in the form of HTTP Archive 1.2, which browsers and many tools open (``HARRecorder``).
///
/// ```swift
/// let log = recorder.log
/// for entry in log.entries { print(entry.request.url, entry.response.status, entry.timings.total) }
/// try log.write(to: "session.har")
/// ```
///
/// A HAR is made to be shown to others. It holds bodies, query strings and addresses, and credentials unless they were masked.
public struct HARLog: Sendable, Hashable {
  /// The exchanges, in the order in which they began.
  public var entries: [HAREntry]

  /// Makes a log of entries.
  public init(entries: [HAREntry] = []) { self.entries = entries }

  /// Makes one log of several, such as those of several connections, in the order in which the exchanges began.
  public init(joining logs: [HARLog]) {
    entries = logs.flatMap(\.entries).enumerated().sorted { a, b in
      (a.element.startedMilliseconds, a.offset) < (b.element.startedMilliseconds, b.offset)
    }.map(\.element)
  }

  /// The log as JSON in UTF-8 (RFC 8259).
  public var json: [UInt8] {
    let creator = JSONValue.object([("name", .text("HTTPWire")), ("version", .text("0.1.0"))])
    let log = JSONValue.object([
      ("version", .text("1.2")), ("creator", creator), ("entries", .array(entries.map(\.jsonValue))),
    ])
    return JSONValue.object([("log", log)]).bytes
  }

  /// Writes the log to a file, which is emptied before if it exists. A new file is readable by its owner alone.
  ///
  /// Throws `system` with the path if the file can't be written. What was written until then is left there.
  public func write(to path: String) throws(HTTPException) {
    let json = json
    let descriptor = try Syscalls.openEmpty(path)
    do {
      try Syscalls.writeFile(descriptor, json.span, address: path)
    } catch {
      Syscalls.release(descriptor)
      throw error
    }
    try Syscalls.closeChecked(descriptor, address: path)
  }
}
