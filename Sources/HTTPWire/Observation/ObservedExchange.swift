/// One exchange of a connection, as far as its events have told of it. The observers that come with this package are made from it.
package struct ObservedExchange: Sendable {
  /// Where a request went.
  package struct Route: Sendable {
    /// The address of the server or proxy, with its port, and the one that it was connected from.
    package var peer: String?
    package var local: String?
    /// The number of the stream (``EventContext/stream``).
    package var number = 0
  }

  /// The number of the exchange (``EventContext/exchange``).
  package let id: Int
  /// The scheme, host and port that the target counts from; nil if nobody has told.
  package let origin: String?
  /// The request line and fields.
  package let request: RequestText
  /// When the request was put together.
  package let start: ContinuousClock.Instant
  package var route = Route()
  /// Whether the request went out on a connection that was open already.
  package var isReused = false
  /// Whether its head was handed to the stream.
  package var isBegun = false
  /// Whether it was sent behind a request whose response was outstanding.
  package var isPipelined = false
  /// How many bytes of its body were sent, and of the response's body read.
  package var bodySent = 0
  package var bodyReceived = 0
  /// How many bytes came for it, all heads included. With pipelining, those of other responses may be among them.
  package var bytesReceived = 0
  package var interim: [ResponseHead] = []
  package var response: ResponseHead?
  package var trailers: HTTPMessage?
  /// Whether the response came to its end.
  package var hasEnded = false
  /// Why it failed; nil unless it did.
  package var failure: HTTPException?
  /// Whether it ended, and when.
  package var end: ContinuousClock.Instant?

  init(id: Int, head: [UInt8], origin: String?, start: ContinuousClock.Instant) {
    self.id = id
    self.origin = origin
    request = RequestText(head)
    self.start = start
  }

  /// The request's URL, without the name and password that an absolute target may have.
  package var url: String {
    if request.target == "*" { return base }
    return request.target.hasPrefix("/") ? base + request.target : RequestText.hidingUserInfo(request.target)
  }

  /// The host and port of the URL.
  package var authority: (host: String, port: Int)? {
    let url = url
    guard let scheme = url.firstRange(ofText: "://") else { return nil }
    let text = String(url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" })
    let usual = url.hasPrefix("https:") ? httpsPort : httpPort
    return (try? HostPort(text, port: nil, defaultPort: usual, leniency: .python)).map { ($0.host, $0.port) }
  }

  private var base: String { origin ?? "http://" + (request.fields["Host"] ?? "") }
}
