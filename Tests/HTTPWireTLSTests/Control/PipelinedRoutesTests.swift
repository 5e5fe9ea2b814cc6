#if TLS
import HTTPWire
import HTTPWireTesting
import Testing

/// Pipelined requests over every kind of stream.
@Suite(.serialized) struct PipelinedRoutesTests {
  private static let page = [UInt8](repeating: 0x61, count: 1 << 19)

  /// What is large, so that one side has to wait for the other: more than the buffers of the sockets hold is under way.
  enum Load: String, CaseIterable { case both, responses, requests, neither }

  @Test(arguments: Route.allCases) func `neither side waits for the other`(route: Route) throws {
    for load in route == .plain ? Load.allCases : [.both] {
      let body = load == .requests || load == .both ? Self.page : [0x61]
      let reply = load == .responses || load == .both ? Self.page : [0x62]
      try route.run({ peer in
        // As most servers do: reads a request, and then nothing until its response was sent.
        while let request = try peer.readHead() {
          try peer.discardBody()
          try peer.send(.init(headers: ["X-Target": request.target], body: reply))
        }
      }) { connection in
        let requests = (0..<18).map { PipelinedRequest("PUT", "/\($0)", body: .bytes(body)) }
        var targets: [String] = []
        let left = try connection.pipeline(requests) { _, response in
          let count = try response.read().count
          #expect(count == reply.count)
          targets.append(response.getHeader("X-Target") ?? "none")
        }
        #expect(left.isEmpty)
        #expect(targets == requests.map(\.url))
        #expect(connection.stream != nil)
      }
    }
  }

  @Test(arguments: Route.allCases) func `a server that closes now and then answers all in the end`(route: Route) throws {
    try route.run({ peer in
      for number in 1...7 {
        guard try peer.readHead() != nil else { return }
        // As a server does that counts the requests of a connection.
        let last = number == 7 ? "Connection: close\r\n" : ""
        try peer.send("HTTP/1.1 200 OK\r\n\(last)Content-Length: 2\r\n\r\nhi")
      }
    }) { connection in
      var left = (0..<60).map { PipelinedRequest("GET", "/\($0)") }
      var urls: [String] = []
      while !left.isEmpty {
        left = try connection.pipeline(left) { request, response in
          let body = try response.read()
          #expect(body == Array("hi".utf8))
          urls.append(request.url)
        }
      }
      #expect(urls == (0..<60).map { "/\($0)" })
    }
  }

  @Test(arguments: Route.allCases) func `a deadline and a cancel end a pipeline`(route: Route) throws {
    try route.run({ peer in
      guard try peer.readHead() != nil else { return }
      try peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
      try peer.sleepUntilStopped()
    }) { connection in
      let requests = (0..<5).map { PipelinedRequest("GET", "/\($0)") }
      connection.deadline = .now + .milliseconds(300)
      let late = failure { _ = try connection.pipeline(requests) { _, response in _ = try response.read() } }
      #expect(late?.isTimeout == true)
      connection.deadline = nil
      let canceller = connection.canceller
      let cancelled = failure {
        _ = try connection.pipeline(requests) { _, response in
          _ = try response.read()
          canceller.cancel()
        }
      }
      #expect(cancelled == .cancelled)
    }
  }
}
#endif
