import HTTPWire
import HTTPWireTesting

/// A proxy's assent.
let assent = "HTTP/1.1 200 OK\r\n\r\n"

/// A stream on which a proxy opens a tunnel, behind which a server answers with these replies.
func tunnelled(_ replies: String..., assent: String = assent) -> ScriptedStream {
  ScriptedStream(exchanges: [[assent]] + replies.map { [$0] }, atEnd: .fail)
}

/// A connection to a proxy whose openings get these streams, with its tunnel set.
func proxied(
  _ streams: ScriptedStream..., through host: String = "far.example", port: Int? = 443, headers: HTTPMessage = [:],
  timeout: Duration? = nil, leniency: ParsingLeniency = .default
) throws(HTTPException) -> (connection: HTTPConnection, opener: ScriptedOpener) {
  let opener = ScriptedOpener(streams)
  let connection = try HTTPConnection("proxy.example", port: 3128, timeout: timeout, leniency: leniency)
  connection.opener = opener.open
  try connection.setTunnel(host, port: port, headers: headers)
  return (connection, opener)
}

/// What a call has thrown, or nil.
func thrown(_ call: () throws -> Void) -> HTTPException? {
  do {
    try call()
    return nil
  } catch {
    return error as? HTTPException
  }
}
