// AsyncHTTPClient's part of Scripts/bench: `async-http-client WORK PORT AMOUNT [CA]` prints the seconds its loop took, the bytes of bodies
// that it read, the processor's seconds, the growth of the resident memory in kB by the connections, and the number of threads. One client;
// with `requests-64`, 64 tasks make the requests, each with a connection. Bodies are taken buffer by buffer as they come.

import AsyncHTTPClient
import Dispatch
import NIOSSL

struct BadUsage: Error {}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let port = Int(arguments[2]), let amount = Int(arguments[3]) else { throw BadUsage() }
let isTLS = arguments[1].hasPrefix("tls-")
let work = isTLS ? String(arguments[1].dropFirst(4)) : arguments[1]
let tasks = work.hasPrefix("requests-") ? Int(work.dropFirst(9)) ?? 1 : 1

var configuration = HTTPClient.Configuration.singletonConfiguration
configuration.httpVersion = .http1Only
configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(8, tasks)
if isTLS {
  var tls = TLSConfiguration.makeClientConfiguration()
  tls.trustRoots = .file(arguments[4])
  configuration.tlsConfiguration = tls
}
let peer = Peer(
  client: HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration),
  base: (isTLS ? "https" : "http") + "://localhost:\(port)")

// The main thread only waits, as it does in HTTPWire's program.
let done = DispatchSemaphore(value: 0)
Task.detached { [work, tasks, amount] in
  print(try await peer.run(work, tasks, amount).line)
  try await peer.client.shutdown()
  done.signal()
}
done.wait()
