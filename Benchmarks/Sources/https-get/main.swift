// The smallest useful program: gets one resource over TLS and prints its body. Scripts/bench links it statically with the standard library
// and strips it, to measure its size.

import HTTPWire

let arguments = CommandLine.arguments
guard arguments.count == 3 else { throw HTTPException.invalidArgument("usage: https-get HOST PATH") }
let connection = try HTTPSConnection(arguments[1])
try connection.request("GET", arguments[2])
print(String(decoding: try connection.getResponse().read(), as: UTF8.self))
