// HTTPWireNIO's part of Scripts/bench: as `wire-async`, with the connections on NIO's own event loops, as many as there are cores.

import AsyncWorks
import HTTPWireAsync
import HTTPWireNIO
import NIOPosix

let maker = ConnectionMaker { port, tls in
  try AsyncHTTPConnection("127.0.0.1", port: port, tls: tls, on: MultiThreadedEventLoopGroup.singleton)
} scope: { port, tls, body in
  try await AsyncHTTPConnection.withConnection("127.0.0.1", port: port, tls: tls, on: MultiThreadedEventLoopGroup.singleton, body)
}
runAsyncWork(CommandLine.arguments, maker)
