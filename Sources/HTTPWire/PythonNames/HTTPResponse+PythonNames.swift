// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Python's spellings of the response's interface. They are unavailable: typing one gets the compiler's fix-it with the Swift name.

extension HTTPResponse {
  /// Python's name of ``getHeader(_:default:)``.
  @available(*, unavailable, renamed: "getHeader(_:default:)")
  public func getheader(_ name: String, _ default: String? = nil) -> String? { getHeader(name, default: `default`) }

  /// Python's name of ``getHeaders()``.
  @available(*, unavailable, renamed: "getHeaders()")
  public func getheaders() -> [(name: String, value: String)] { getHeaders() }

  /// Python's name of `read(into:)`.
  @available(*, unavailable, renamed: "read(into:)")
  public func readinto(_ buffer: inout OutputSpan<UInt8>) throws(HTTPException) -> Int { try read(into: &buffer) }

  /// Python's name of ``readLine(limit:)``.
  @available(*, unavailable, renamed: "readLine(limit:)")
  public func readline(_ limit: Int = -1) throws(HTTPException) -> [UInt8] { try readLine(limit: limit) }

  /// Python's name of ``readLines(hint:)``.
  @available(*, unavailable, renamed: "readLines(hint:)")
  public func readlines(_ hint: Int = -1) throws(HTTPException) -> [[UInt8]] { try readLines(hint: hint) }

  /// Python's name of ``fileDescriptor``.
  @available(*, unavailable, renamed: "fileDescriptor")
  public func fileno() -> Int32? { fileDescriptor }

  /// Python's name of ``isClosed``.
  @available(*, unavailable, renamed: "isClosed")
  public var closed: Bool { isClosed }

  /// Python's name of ``isClosed``.
  @available(*, unavailable, renamed: "isClosed")
  public func isclosed() -> Bool { isClosed }

  /// Python's name of ``debugLevel``.
  @available(*, unavailable, renamed: "debugLevel")
  public var debuglevel: Int { debugLevel }

  /// Python's name of ``remainingLength``.
  @available(*, unavailable, renamed: "remainingLength")
  public var length: UInt64? { remainingLength }

  /// Python's name of ``isChunked``.
  @available(*, unavailable, renamed: "isChunked")
  public var chunked: Bool { isChunked }

  /// Python's name of ``willClose``.
  @available(*, unavailable, renamed: "willClose")
  public var will_close: Bool { willClose }

  /// Python's other name of ``status``.
  @available(*, unavailable, renamed: "status")
  public var code: Int { status }

  /// Python's other name of ``status``.
  @available(*, unavailable, renamed: "status")
  public func getcode() -> Int { status }

  /// Python's other name of ``headers``.
  @available(*, unavailable, renamed: "headers")
  public func info() -> HTTPMessage { headers }

  /// Python's name of ``url``.
  @available(*, unavailable, renamed: "url")
  public func geturl() -> String? { url }
}
