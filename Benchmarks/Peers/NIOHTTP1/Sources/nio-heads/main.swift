// NIOHTTP1's part of Scripts/bench: `nio-heads head 0 COUNT FILE` parses the head in a file that often with the response decoder in an
// embedded channel, and prints the seconds that took and the bytes of heads.

import Glibc
import NIOCore
import NIOEmbedded
import NIOHTTP1

struct BadUsage: Error {}
struct Missing: Error {}

let arguments = CommandLine.arguments
guard arguments.count == 5, arguments[1] == "head", let count = Int(arguments[3]) else { throw BadUsage() }
guard let file = fopen(arguments[4], "rb") else { throw BadUsage() }
var bytes = [UInt8](repeating: 0, count: 4096)
bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
let head = ByteBuffer(bytes: bytes)

let decoder = ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes))
let channel = EmbeddedChannel(handler: decoder)
// The decoder takes no response without a request; the requests are written before the clock starts.
for _ in 0..<count {
  try channel.writeOutbound(HTTPClientRequestPart.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")))
  _ = try channel.readOutbound(as: HTTPClientRequestPart.self)
}
var fields = 0
let clock = ContinuousClock()
let start = clock.now
for _ in 0..<count {
  try channel.writeInbound(head)
  guard case .head(let parsed)? = try channel.readInbound(as: HTTPClientResponsePart.self) else { throw Missing() }
  fields += parsed.headers.count
  guard case .end? = try channel.readInbound(as: HTTPClientResponsePart.self) else { throw Missing() }
}
let elapsed = (clock.now - start).components
guard fields == 15 * count else { throw Missing() }
print(Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18, bytes.count * count)
