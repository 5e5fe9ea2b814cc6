import HTTPWire
import HTTPWireTesting
import Testing

struct FaultTests {
  @Test(arguments: Fault.all, Preset.allCases)
  func `a bad reply has the same typed outcome however its bytes are cut`(fault: Fault, preset: Preset) {
    for delivery in Delivery.all {
      let outcome = Fault.outcome {
        try Scripted(fault.reply, delivery, method: fault.method, leniency: preset.leniency).response
      }
      #expect(fault.isExpected(outcome, preset), "\(outcome) when delivered \(delivery)")
    }
  }

  @Test(arguments: Fault.all, Preset.allCases)
  func `over a socket, a bad reply has that outcome too, and the next request gets its own answer`(
    fault: Fault, preset: Preset
  ) throws {
    let server = try LoopbackServer { connection in
      guard let request = try connection.readRequest() else { return }
      try connection.send(request.target == "/bad" ? latin1(fault.reply) : latin1("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"))
    }
    defer { server.stop() }
    let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20), leniency: preset.leniency)
    let outcome = Fault.outcome {
      try connection.request(fault.method, "/bad")
      return try connection.getResponse()
    }
    #expect(fault.isExpected(outcome, preset), "\(outcome)")
    // CPython does not look whether a kept connection is still there. Otherwise it is to be seen that the server has closed.
    if preset == .python { connection.close() }
    while let stream = connection.stream, stream.fileDescriptor != nil, stream.pendingInput() == .nothing {}
    try connection.request("GET", "/good")
    let next = try connection.getResponse()
    #expect(try next.read() == latin1("fine"))
    #expect(server.connectionCount == 2)
  }
}

extension Fault {
  /// The status and the body, or the description of the error that came instead.
  static func outcome(_ response: () throws -> HTTPResponse) -> String {
    do {
      let response = try response()
      return "\(response.status) \(text(try response.read()))"
    } catch {
      return "\(error)"
    }
  }
}
