package import HTTPWire

// The one file that writes request heads.

/// A request head that is being written. Each step returns whether it was taken.
package struct HeadWriting {
  private var writer: RequestHeadWriter

  package init(_ leniency: ParsingLeniency) { writer = RequestHeadWriter(leniency: leniency) }

  /// Everything that the head says; a step that is refused leaves it as it was.
  package struct State: Equatable {
    /// The head with the blank line that ends it.
    package let bytes: [UInt8]
    package let declaredLength: UInt64?
    package let hasTransferCoding: Bool
  }

  package var state: State {
    State(bytes: writer.finished(), declaredLength: writer.declaredLength, hasTransferCoding: writer.hasTransferCoding)
  }

  /// Writes the request line, and forgets what was written before.
  package mutating func begin(_ method: String, _ target: String, _ version: HTTPVersion) -> Bool {
    taken { (writer) throws(HTTPException) in try writer.begin(method, target, version: version) }
  }

  /// Writes a field whose value is text.
  package mutating func add(_ name: String, _ value: String) -> Bool {
    taken { (writer) throws(HTTPException) in try writer.add(name, value) }
  }

  /// Writes a field whose value is bytes, several of them as continuation lines.
  package mutating func add(_ name: String, values: [[UInt8]]) -> Bool {
    taken { (writer) throws(HTTPException) in try writer.add(name, values: values) }
  }

  /// Writes the first field of a message.
  package mutating func add(_ message: HTTPMessage) -> Bool {
    taken { (writer) throws(HTTPException) in try writer.add(message, at: 0) }
  }

  private mutating func taken(_ step: (inout RequestHeadWriter) throws(HTTPException) -> Void) -> Bool {
    do {
      try step(&writer)
      return true
    } catch {
      return false
    }
  }
}
