import HTTPWire

// What the module itself says.

extension Run {
  func module(_ step: Fields) throws -> JSON {
    switch try step.text("what") {
    case "ports": .array([.int(httpPort), .int(httpsPort)])
    case "responses": .array(responsePhrases())
    case "statuses": .array(Self.sorted(statusNames.map { ($0.name, .int($0.status.value)) }))
    case "methods": JSON(Self.methods.sorted())
    case "limits": .object([("line", .int(ParsingLimits.default.lineLength)), ("headers", .int(ParsingLimits.default.fieldCount))])
    case "names": JSON(Self.names.keys.sorted())
    default: throw step.wrong("what", "fact of the module")
    }
  }

  private func responsePhrases() -> [JSON] {
    HTTPWire.responses.sorted { $0.key < $1.key }.map { .array([.int($0.key), .string($0.value)]) }
  }

  private static func sorted(_ pairs: [(String, JSON)]) -> [JSON] {
    pairs.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map { .array([.string($0.0), $0.1]) }
  }

  private static let methods = [
    HTTPMethod.connect, HTTPMethod.delete, HTTPMethod.get, HTTPMethod.head, HTTPMethod.options, HTTPMethod.patch, HTTPMethod.post,
    HTTPMethod.put, HTTPMethod.trace,
  ]

  /// The names of `http.client.__all__`, each with what stands for it: one that goes missing is an error of the compiler's. `error` is
  /// an alias, and there is no second name for a thing here.
  private static var names: [String: Any] {
    [
      "HTTPConnection": HTTPConnection.self,
      "HTTPSConnection": HTTPSConnection.self,
      "HTTPResponse": HTTPResponse.self,
      "responses": HTTPWire.responses,
      "HTTPException": HTTPException.self,
      "NotConnected": HTTPException.notConnected,
      "UnknownProtocol": HTTPException.unknownProtocol,
      "UnknownTransferEncoding": HTTPException.unknownTransferEncoding,
      "UnimplementedFileMode": HTTPException.unimplementedFileMode,
      "IncompleteRead": HTTPException.incompleteRead,
      "InvalidURL": HTTPException.invalidURL,
      "ImproperConnectionState": \HTTPException.isImproperConnectionState,
      "CannotSendRequest": HTTPException.cannotSendRequest,
      "CannotSendHeader": HTTPException.cannotSendHeader,
      "ResponseNotReady": HTTPException.responseNotReady,
      "BadStatusLine": HTTPException.badStatusLine,
      "LineTooLong": HTTPException.lineTooLong,
      "RemoteDisconnected": HTTPException.remoteDisconnected,
    ]
  }
}
