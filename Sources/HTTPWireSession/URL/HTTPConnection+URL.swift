public import HTTPWire

/// What lets `HTTPConnection` be made for a URL. An initializer of a class can't return a subclass, but that of a protocol can.
public protocol URLConnecting {}

extension HTTPConnection: URLConnecting {}

extension URLConnecting where Self: HTTPConnection {
  #if TLS
  /// Makes a connection to the server of a URL, without opening it. For an `https` URL it is an `HTTPSConnection` with the given context.
  ///
  /// ```swift
  /// let url = try HTTPURL("https://www.python.org/about/?a=b")
  /// let connection = try HTTPConnection(url: url)
  /// try connection.request("GET", url.target)
  /// ```
  ///
  /// The connection does not send the URL's user and password; give ``HTTPURL/authorization`` to `request`. The other parameters are those
  /// of `HTTPConnection`, and `context` is ignored for `http`.
  ///
  /// Throws `invalidArgument` if an `HTTPSConnection` is made with an `http` URL.
  public init(
    url: HTTPURL, timeout: Duration? = HTTPConnection.defaultTimeout, leniency: ParsingLeniency = .default, context: TLSContext = .default
  ) throws(HTTPException) {
    let made: HTTPConnection =
      switch url.scheme {
      case .http: try HTTPConnection(url.host, port: url.port, timeout: timeout, leniency: leniency)
      case .https: try HTTPSConnection(url.host, port: url.port, timeout: timeout, leniency: leniency, context: context)
      }
    guard let made = made as? Self else { throw .invalidArgument("an HTTPSConnection needs an https URL, not \(url)") }
    self = made
  }

  /// Makes a connection to the server of a URL. Throws what ``HTTPURL/init(_:pathAsIs:)`` and ``init(url:timeout:leniency:context:)``
  /// throw.
  ///
  /// ```swift
  /// let connection = try HTTPConnection(url: "https://www.python.org/")
  /// ```
  public init(
    url: String, timeout: Duration? = HTTPConnection.defaultTimeout, leniency: ParsingLeniency = .default, context: TLSContext = .default
  ) throws(HTTPException) {
    try self.init(url: HTTPURL(url), timeout: timeout, leniency: leniency, context: context)
  }
  #else
  /// Makes a connection to the server of a URL, without opening it.
  ///
  /// The connection does not send the URL's user and password; give ``HTTPURL/authorization`` to `request`. The other parameters are those
  /// of `HTTPConnection`.
  ///
  /// Throws `unsupportedScheme` for an `https` URL, because the trait TLS is off.
  public init(
    url: HTTPURL, timeout: Duration? = HTTPConnection.defaultTimeout, leniency: ParsingLeniency = .default
  ) throws(HTTPException) {
    guard url.scheme == .http else { throw .unsupportedScheme(url.scheme.rawValue) }
    // Without TLS, the class has no subclass, but the compiler does not know that.
    let made = try HTTPConnection(url.host, port: url.port, timeout: timeout, leniency: leniency)
    guard let made = made as? Self else { throw .invalidArgument("an http URL needs an HTTPConnection") }
    self = made
  }

  /// Makes a connection to the server of a URL. Throws what ``HTTPURL/init(_:pathAsIs:)`` and ``init(url:timeout:leniency:)`` throw.
  public init(
    url: String, timeout: Duration? = HTTPConnection.defaultTimeout, leniency: ParsingLeniency = .default
  ) throws(HTTPException) {
    try self.init(url: HTTPURL(url), timeout: timeout, leniency: leniency)
  }
  #endif
}
