import HTTPWire
import HTTPWireAsync
import HTTPWireNIO
import HTTPWireTesting
import NIOCore
import NIOPosix
import Testing

@Suite("A connection over a channel of the caller's", .timeLimit(.minutes(1)))
struct OwnChannelTests {
  static let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)

  static func channel(_ port: Int, half: Bool = false, _ group: MultiThreadedEventLoopGroup = group) async throws -> any Channel {
    try await ClientBootstrap(group: group).channelOption(.autoRead, value: false).channelOption(.allowRemoteHalfClosure, value: half)
      .connect(host: "127.0.0.1", port: port).get()
  }

  @Test func `speaks TLS, and carries bodies of all sizes`() async throws {
    let server = try TLSLoopbackServer.replying { .init(body: [UInt8](repeating: 66, count: $0.body.count + 1)) }
    for size in [0, 65_536, 262_144, 1 << 20, 3_000_000] {
      let channel = try await Self.channel(server.port)
      let connection = AsyncHTTPConnection(try HTTPSConnection("localhost", context: server.clientContext()), over: channel)
      let page = try await connection.fetch("PUT", "/", body: .bytes([UInt8](repeating: 1, count: size)), upTo: .max)
      #expect(page.body.count == size + 1)
      await connection.close()
      #expect(!channel.isActive)
    }
  }

  @Test(arguments: ["close", "half", "reset"], [false, true])
  func `ends with its peer, whatever that has sent`(ending: String, half: Bool) async throws {
    let head = "HTTP/1.1 200 OK\r\n"
    for text in ["", head, head + "Content-Length: 5\r\n\r\nab", head + "Content-Length: 2\r\n\r\nab", head + "\r\nab"] {
      let server = try LoopbackServer { connection in
        _ = try connection.readHead()
        if !text.isEmpty { try connection.send(text) }
        _ = try connection.sleep(.milliseconds(5))
        switch ending {
        case "close": return
        case "half":
          try connection.shutdownWrite()
          try connection.sleepUntilStopped()
        default: try connection.reset()
        }
      }
      let connection = AsyncHTTPConnection(try HTTPConnection("localhost"), over: try await Self.channel(server.port, half: half))
      let result = await within(10) { try await connection.fetch("GET", "/", upTo: 100) }
      #expect(result != nil)
      // It can't be opened again.
      let next = await within(10) { try await connection.fetch("GET", "/", upTo: 100) }
      #expect(next != nil)
      #expect(throws: HTTPException.self) { try next?.get() }
    }
  }

  @Test func `is not made of a channel that is closed, or whose loop is shut down`() async throws {
    let server = try HostileServer.start()
    let closed = try await Self.channel(server.port)
    try await closed.close()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let down = try await Self.channel(server.port, group)
    try await group.shutdownGracefully()
    for channel in [closed, down] {
      let connection = AsyncHTTPConnection(try HTTPConnection("localhost"), over: channel)
      let result = await within(10) { try await connection.fetch("GET", "/", upTo: 100) }
      #expect(result != nil)
      #expect(throws: HTTPException.self) { try result?.get() }
    }
  }

  @Test func `takes a body that comes byte by byte`() async throws {
    let server = try LoopbackServer { connection in
      _ = try connection.readHead()
      try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n")
      try connection.send([UInt8](repeating: 65, count: 200_000))
      try connection.sleepUntilStopped()
    }
    let channel = try await ClientBootstrap(group: Self.group).channelOption(.autoRead, value: false)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Splitter()) }
      }
      .connect(host: "127.0.0.1", port: server.port).get()
    let connection = AsyncHTTPConnection(try HTTPConnection("localhost"), over: channel)
    let response = try await connection.request("GET", "/")
    try await Task.sleep(for: .milliseconds(100))
    let result = await within(30) { try await response.collect(upTo: .max).count }
    #expect(try result?.get() == 200_000)
  }

  /// Gives each byte on by itself.
  private final class Splitter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var buffer = unwrapInboundIn(data)
      while let byte = buffer.readSlice(length: 1) { context.fireChannelRead(wrapInboundOut(byte)) }
    }
  }
}
