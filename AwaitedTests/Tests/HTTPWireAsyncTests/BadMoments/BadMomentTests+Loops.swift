import HTTPWire
import HTTPWireAsync
import HTTPWireNIO
import HTTPWireTesting
import NIOCore
import NIOEmbedded
import NIOPosix
import Testing

extension BadMomentTests {
  // MARK: Busy loops

  @Test(arguments: Way.awaited) func `large uploads leave the other connections of the loop their turns`(way: Way) async throws {
    let peer = try Peer { connection in
      while let head = try connection.readHead() {
        while head.method == "PUT", try !connection.read(atMost: 1 << 20).isEmpty {}
        if head.target == "/silent" { try connection.sleepUntilStopped() }
        try connection.send(.init(text: "fine"))
      }
    }
    for uploads in [1, 4] {
      let body = [UInt8](repeating: 1, count: 256_000_000)
      let tasks = try (0..<uploads).map { _ in
        let connection = try peer.connection(way)
        return Task { while !Task.isCancelled { _ = try? await connection.fetch("PUT", "/", body: .bytes(body), upTo: 100) } }
      }
      try await Task.sleep(for: .milliseconds(200))
      let connection = try peer.connection(way)
      var worst = Duration.zero
      for _ in 0..<40 {
        let start = ContinuousClock.now
        let page = try await within(20) { try await connection.fetch("GET", "/", upTo: 100) }?.get()
        #expect(page?.status == 200)
        worst = max(worst, ContinuousClock.now - start)
      }
      let start = ContinuousClock.now
      let late = await within(20) { try await connection.fetch("GET", "/silent", upTo: 100, deadline: .now + .milliseconds(200)) }
      let lateness = ContinuousClock.now - start
      #expect(late != nil)
      #expect(throws: HTTPException.self) { try late?.get() }
      print("busy loop: \(uploads) uploads: \(way), slowest request \(worst), deadline of 0.2 s after \(lateness)")
      #expect(worst < .seconds(1) && lateness < .seconds(1))
      for task in tasks { task.cancel() }
      for task in tasks { _ = await within(20) { await task.value } }
      await connection.close()
    }
  }

  @Test func `a loop that is shut down ends what is sent and what streams wait for`() async throws {
    let server = try HostileServer.start()
    let tally = Tally()
    for index in 0..<40 {
      let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
      let body = [UInt8](repeating: 1, count: 64_000_000)
      let uploading = try AsyncHTTPConnection(server.host, port: server.port, on: group)
      let streaming = try AsyncHTTPConnection(server.host, port: server.port, on: group)
      let tasks = [
        Task { _ = try await uploading.fetch("PUT", "/silent", body: .bytes(body), upTo: 100) },
        Task {
          let response = try await streaming.request("GET", index % 2 == 0 ? "/deaf" : "/echo", headers: HostileServer.upgrade)
          let stream = try await response.takeStream()
          async let reading: Void = { while try await !stream.read().isEmpty {} }()
          try await stream.write(body)
          try await reading
        },
      ]
      try await Task.sleep(for: .microseconds(index * 1500))
      let down: Result<Void, any Error>? = await within(10) { try await group.shutdownGracefully() }
      if down == nil { tally.add("shutdown hangs") }
      for task in tasks {
        switch await within(10, { try await task.value }) {
        case nil: tally.add("hangs")
        case .success: tally.add("success")
        case .failure(let error): tally.add(error)
        }
      }
    }
    print("shut down: \(tally.all)")
    #expect(tally["hangs"] == 0 && tally["shutdown hangs"] == 0)
  }

  // MARK: Channels of others

  /// Runs the channel's loop again and again.
  static func drive(_ channel: NIOAsyncTestingChannel) -> Task<Void, Never> {
    Task {
      while !Task.isCancelled {
        await channel.testingEventLoop.run()
        try? await Task.sleep(for: .microseconds(200))
      }
    }
  }

  @Test func `a channel that a test drives carries requests`() async throws {
    let channel = NIOAsyncTestingChannel()
    let pulse = Self.drive(channel)
    defer { pulse.cancel() }
    try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).get()
    let connection = AsyncHTTPConnection(try HTTPConnection("localhost"), over: channel)
    for round in 0..<50 {
      let asking = Task {
        try await connection.fetch("PUT", "/\(round)", body: .bytes([UInt8](repeating: 1, count: round * 20_000)), upTo: 100)
      }
      let driving = Task {
        var text = 0
        while text < round * 20_000 + 20 {
          let buffer = try await channel.waitForOutboundWrite(as: ByteBuffer.self)
          text += buffer.readableBytes
        }
        try await channel.writeInbound(ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"))
        if round % 2 == 0 { try await Task.sleep(for: .milliseconds(1)) }
        try await channel.writeInbound(ByteBuffer(string: "ok"))
      }
      let page = try await within(10) { try await asking.value }?.get()
      #expect(page?.status == 200, "\(round)")
      driving.cancel()
      if page == nil { break }
    }
    await connection.close()
  }

  @Test func `a channel that ends while it holds bytes back ends the next request`() async throws {
    for endsFirst in [true, false] {
      let channel = NIOAsyncTestingChannel()
      let pulse = Self.drive(channel)
      defer { pulse.cancel() }
      try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).get()
      let connection = AsyncHTTPConnection(try HTTPConnection("localhost"), over: channel)
      let asking = Task { try await connection.fetch("GET", "/", upTo: 100) }
      _ = try await channel.waitForOutboundWrite(as: ByteBuffer.self)
      try await channel.writeInbound(ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
      let page = try await within(10) { try await asking.value }?.get()
      #expect(page?.status == 200)
      channel.isWritable = false
      if endsFirst { try await channel.close() }
      let next = Task { try await connection.fetch("GET", "/", upTo: 100) }
      try await Task.sleep(for: .milliseconds(100))
      if !endsFirst { try await channel.close() }
      let result = await within(5) { try await next.value }
      #expect(result != nil, "hangs, ends first: \(endsFirst)")
      next.cancel()
      await connection.close()
    }
  }

  @Test(arguments: ["reset", "close", "half"])
  func `a socket of the caller's that ends while it holds bytes back ends the next request`(ending: String) async throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      _ = try connection.sleep(.milliseconds(400))
      if ending == "reset" { return try connection.reset() }
      if ending == "half" {
        try connection.shutdownWrite()
        _ = try connection.sleep(.milliseconds(400))
      }
    }
    let channel = try await ClientBootstrap(group: Self.group).channelOption(.autoRead, value: false)
      .channelOption(.socketOption(.so_sndbuf), value: 4096).connect(host: "127.0.0.1", port: server.port).get()
    let connection = AsyncHTTPConnection(try HTTPConnection("localhost"), over: channel)
    let page = try await within(10) {
      try await connection.fetch("PUT", "/", body: .bytes([UInt8](repeating: 1, count: 250_000)), upTo: 100)
    }?.get()
    #expect(page?.status == 200)
    print("holds back: writable \(channel.isWritable)")
    let next = Task { try await connection.fetch("GET", "/", upTo: 100) }
    let result = await within(5) { try await next.value }
    print("holds back: \(ending): \(String(describing: result).prefix(150)), writable \(channel.isWritable)")
    #expect(result != nil, "hangs")
    next.cancel()
    await connection.close()
  }

  // MARK: Scopes

  @Test func `connections of one loop can call each other`() async throws {
    let server = try HostileServer.start()
    let port = server.port
    let result: Result<Int, any Error>? = await within(30) {
      try await AsyncHTTPConnection.withConnection("127.0.0.1", port: port, on: Self.group) { first in
        var sum = 0
        for _ in 0..<50 {
          sum += try await first.fetch("GET", "/", upTo: 100).body.count
          try await Task.sleep(for: .microseconds(50))
          sum += try await AsyncHTTPConnection.withConnection("127.0.0.1", port: port, on: Self.group) { second in
            let inner = try await second.fetch("GET", "/", upTo: 100).body.count
            let outer = try await first.fetch("GET", "/", upTo: 100).body.count
            async let third = first.fetch("GET", "/large", upTo: .max).body.count
            async let fourth = second.fetch("GET", "/large", upTo: .max).body.count
            let large = try await third + fourth
            return inner + outer + (large == 8_000_000 ? 0 : 1000)
          }
        }
        return sum
      }
    }
    #expect(try result?.get() == 50 * 12)
  }

  @Test(arguments: Way.awaited) func `very long times are no times`(way: Way) async throws {
    let server = try HostileServer.start()
    for timeout in [Duration.seconds(Int64.max), .seconds(1 << 40), .nanoseconds(1)] {
      let plain = try HTTPConnection(server.host, port: server.port)
      plain.timeout = timeout
      let connection = way.connection(plain)
      let result = await within(10) { try await connection.fetch("GET", "/large", upTo: .max, deadline: .now + .seconds(1 << 33)) }
      #expect(result != nil)
      if timeout > .seconds(1) { #expect(try result?.get().status == 200) }
      await connection.close()
    }
  }
}
