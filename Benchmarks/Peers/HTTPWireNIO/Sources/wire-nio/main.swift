// HTTPWireNIO's part of Scripts/bench: as `wire-async`, with the connections on NIO's own event loops, as many as there are cores.

import AsyncWorks
import HTTPWireAsync
import HTTPWireNIO
import NIOPosix

runAsyncWork(CommandLine.arguments) { port, tls in
  try AsyncHTTPConnection("127.0.0.1", port: port, tls: tls, on: MultiThreadedEventLoopGroup.singleton)
}
