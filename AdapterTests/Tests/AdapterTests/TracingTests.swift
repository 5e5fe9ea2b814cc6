import HTTPWire
import HTTPWireTesting
import HTTPWireTracing
import InMemoryTracing
import Testing
import Tracing

/// The spans of swift-distributed-tracing.
struct TracingTests {
  @Test(arguments: Exchange.all) func `each exchange is a span, below the current one`(exchange: Exchange) throws {
    let tracer = InMemoryTracer()
    let server = try tracer.withAnySpan("parent") { _ in try exchange.run(with: ConnectionTracer(tracer: tracer)) }
    defer { server.stop() }
    let span = try #require(tracer.finishedSpans.first { $0.operationName != "parent" })
    let parent = try #require(tracer.finishedSpans.first { $0.operationName == "parent" })
    #expect(tracer.finishedSpans.count == 2)
    #expect(tracer.activeSpans.isEmpty)
    #expect(span.operationName == (exchange.method == "BREW" ? "HTTP" : "GET"))
    #expect(span.kind == .client)
    #expect(span.parentSpanID == parent.spanID)
    #expect(span.attributes["url.full"]?.toSpanAttribute() == .string("http://127.0.0.1:\(server.port)\(exchange.target)"))
    #expect(span.attributes["server.port"]?.toSpanAttribute() == .int64(Int64(server.port)))
    #expect(span.attributes["http.response.status_code"]?.toSpanAttribute() == exchange.status.map { .int64(Int64($0)) })
    #expect(span.attributes["error.type"]?.toSpanAttribute() == exchange.errorType.map { .string($0) })
    #expect((span.status?.code == .error) == (exchange.errorType != nil))
    #expect(span.errors.count == (exchange.errorType == nil || exchange.status == 500 ? 0 : 1))
    #expect(span.events.contains { $0.name == "connected" })
  }

  @Test func `a context goes to the server in fields`() throws {
    let tracer = InMemoryTracer()
    let server = try LoopbackServer.replying { _ in .init(text: "hello") }
    defer { server.stop() }
    try tracer.withAnySpan("parent") { _ in
      var headers: HTTPMessage = ["Accept": "text/plain"]
      headers.injectTraceContext(with: tracer)
      let fields = headers.items.count
      // Doing it again replaces the fields.
      headers.injectTraceContext(with: tracer)
      #expect(headers.items.count == fields)
      #expect(fields > 1)
      let connection = try HTTPConnection(server.host, port: server.port, timeout: .seconds(20))
      try connection.request("GET", "/", headers: headers)
      _ = try connection.getResponse().read()
      let received = try #require(server.requests.first)
      for (name, value) in headers.items { #expect(received.headers[name] == value) }
    }
    var untraced: HTTPMessage = [:]
    untraced.injectTraceContext(nil, with: tracer)
    #expect(untraced.isEmpty)
  }
}
