/// What a connection's user may set and each request looks at. It is one property of the connection that nobody outside of the module
/// reaches, so that the compiler knows that looking at it needs no check for overlapping use.
struct ConnectionSettings {
  var blockSize: Int
  var autoOpen = true
  var httpVersion = HTTPVersion.http11
  var debugLevel = 0
  var debugSink: (String) -> Void = DebugOutput.standardOutput
  var onInterimResponse: ((ResponseHead) -> Void)?
}
