// HTTPWireAsync's part of Scripts/bench: `wire-async MANNER WORK PORT AMOUNT [CA]`. Prints the time of its loop in seconds, the bytes of
// bodies, the processor's seconds, the growth of the resident memory in kB by the connections, and the number of threads.

import AsyncWorks
import HTTPWireAsync

let maker = ConnectionMaker { port, tls in
  try AsyncHTTPConnection("127.0.0.1", port: port, tls: tls)
} scope: { port, tls, body in
  try await AsyncHTTPConnection.withConnection("127.0.0.1", port: port, tls: tls, body)
}
runAsyncWork(CommandLine.arguments, maker)
