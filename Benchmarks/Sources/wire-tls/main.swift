// HTTPWire's part of Scripts/tls-figures: `wire-tls requests|download PORT CA PATH COUNT` prints the seconds its loop took and the bytes
// of bodies that it read.

import HTTPWire

let arguments = CommandLine.arguments
guard arguments.count == 6, let port = Int(arguments[2]), let count = Int(arguments[5]) else {
  print("usage: wire-tls requests|download PORT CA PATH COUNT")
  throw HTTPException.invalidArgument("bad usage")
}
var options = TLSContext.Options()
options.trust = [.file(arguments[3])]
let connection = try HTTPSConnection("localhost", port: port, timeout: .seconds(60), context: TLSContext(options))
try connection.connect()

var buffer: [UInt8] = []
buffer.reserveCapacity(65_536)

/// Reads a body to its end through one buffer.
func drain(_ response: HTTPResponse, _ buffer: inout [UInt8]) throws -> Int {
  var total = 0
  while true {
    buffer.removeAll(keepingCapacity: true)
    try buffer.append(addingCapacity: 65_536) { span in
      try span.withRawSpan { raw in _ = try response.read1(into: &raw) }
    }
    if buffer.isEmpty { return total }
    total += buffer.count
  }
}

let clock = ContinuousClock()
var bytes = 0
let elapsed = try clock.measure {
  for _ in 0..<count {
    try connection.request("GET", arguments[4])
    bytes += try drain(try connection.getResponse(), &buffer)
  }
}
print(Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18, bytes)
