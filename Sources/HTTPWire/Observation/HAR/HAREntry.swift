/// An exchange of a ``HARLog``.
public struct HAREntry: Sendable, Hashable {
  /// When the exchange began, in milliseconds since 1970 in UTC.
  public var startedMilliseconds: Int64
  /// The request.
  public var request: HARRequest
  /// The response; its status is 0 if none came.
  public var response: HARResponse
  /// How long its steps took.
  public var timings: HARTimings
  /// The address of the server or of the proxy; nil if it is not known, or no address of IP.
  public var serverIPAddress: String?
  /// What the exchanges of one connection have in common: the local port, or a number if that is not known.
  public var connection: String?
  /// What was out of the ordinary, such as the error of an exchange that failed.
  public var comment: String?

  /// When the exchange began, in the form of ISO 8601: `2026-01-31T23:59:59.123Z`.
  public var startedDateTime: String { UTCTime.iso(milliseconds: startedMilliseconds) }
}

/// The request of a ``HAREntry``.
public struct HARRequest: Sendable, Hashable {
  /// The method.
  public var method: String
  /// The absolute URL, without a name and password.
  public var url: String
  /// `HTTP/1.1` or `HTTP/1.0`.
  public var httpVersion: String
  /// The fields, in their order.
  public var headers: [HARPair]
  /// The parts of the URL's query as they are there, percent-encoded.
  public var queryString: [HARPair]
  /// The cookies of `Cookie`.
  public var cookies: [HARCookie]
  /// The body as far as it was kept; nil without one.
  public var body: HARBody?
  /// The length of the head in bytes.
  public var headersSize: Int
  /// The length of the body in bytes, without framing.
  public var bodySize: Int
}

/// The response of a ``HAREntry``.
public struct HARResponse: Sendable, Hashable {
  /// The status code; 0 if no response came.
  public var status = 0
  /// The reason phrase.
  public var statusText = ""
  /// `HTTP/1.1` or `HTTP/1.0`; empty if no response came.
  public var httpVersion = ""
  /// The fields, in their order.
  public var headers: [HARPair] = []
  /// The trailer fields of a chunked body.
  public var trailers: [HARPair] = []
  /// The statuses of the interim responses before it.
  public var interimStatuses: [Int] = []
  /// The cookies of `Set-Cookie`.
  public var cookies: [HARCookie] = []
  /// The value of `Location`; empty without one.
  public var redirectURL = ""
  /// The body that the program has read, without framing, as far as it was kept.
  public var content = HARBody(mimeType: "", size: 0, kept: [])
  /// The length of the head in bytes; -1 if no response came.
  public var headersSize = -1
  /// The length of the body on the wire, framing included; -1 if it is not known.
  public var bodySize = -1
}

/// A name with a value: a field, or a part of a query.
public struct HARPair: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The value.
  public var value: String

  /// Makes a pair.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// A cookie of a request or response (RFC 6265).
public struct HARCookie: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The value.
  public var value: String
  /// The attribute `Path`; nil without it.
  public var path: String?
  /// The attribute `Domain`; nil without it.
  public var domain: String?
  /// Whether it has the attribute `HttpOnly`.
  public var isHTTPOnly = false
  /// Whether it has the attribute `Secure`.
  public var isSecure = false
}

/// A body, as far as it was kept.
public struct HARBody: Sendable, Hashable {
  /// The value of `Content-Type`; empty without one.
  public var mimeType: String
  /// The length of the whole body in bytes.
  public var size: Int
  /// The bytes that were kept: the first ones, up to the recorder's limit.
  public var kept: [UInt8]

  /// The kept bytes as text; nil if they are no UTF-8.
  public var text: String? { String(validating: kept, as: UTF8.self) }
}
