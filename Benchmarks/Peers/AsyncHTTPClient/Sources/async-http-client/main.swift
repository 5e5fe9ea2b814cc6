// AsyncHTTPClient's part of Scripts/bench: `async-http-client WORK PORT AMOUNT [CA]` prints the seconds its loop took and the bytes of
// bodies that it read. One client, one request at a time, bodies taken buffer by buffer as they come.

import AsyncHTTPClient
import NIOSSL

struct BadUsage: Error {}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let port = Int(arguments[2]), let amount = Int(arguments[3]) else { throw BadUsage() }
let isTLS = arguments[1].hasPrefix("tls-")
let work = isTLS ? String(arguments[1].dropFirst(4)) : arguments[1]
let base = (isTLS ? "https" : "http") + "://localhost:\(port)"

var configuration = HTTPClient.Configuration.singletonConfiguration
configuration.httpVersion = .http1Only
if isTLS {
  var tls = TLSConfiguration.makeClientConfiguration()
  tls.trustRoots = .file(arguments[4])
  configuration.tlsConfiguration = tls
}
let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)

/// Reads one resource; returns the bytes of its body.
func get(_ path: String) async throws -> Int {
  var total = 0
  let response = try await client.execute(HTTPClientRequest(url: base + path), timeout: .minutes(10))
  for try await buffer in response.body { total += buffer.readableBytes }
  return total
}

// The connection is opened before the clock starts, as in the others.
_ = try await get("/small")
let clock = ContinuousClock()
let start = clock.now
var bytes = 0
switch work {
case "requests": for _ in 0..<amount { bytes += try await get("/small") }
case "download": bytes = try await get("/length/\(amount)")
case "chunked": bytes = try await get("/chunked/\(amount)")
default: throw BadUsage()
}
let elapsed = (clock.now - start).components
print(Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18, bytes)
try await client.shutdown()
