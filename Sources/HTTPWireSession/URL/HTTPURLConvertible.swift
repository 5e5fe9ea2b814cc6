/// What can be given where a URL is wanted: its text, an ``HTTPURL``, and with HTTPWireFoundation a `URL`.
public protocol HTTPURLConvertible {
  /// The URL. Throws `invalidURL` and `unsupportedScheme`.
  func httpURL() throws(HTTPException) -> HTTPURL
}

extension HTTPURL: HTTPURLConvertible {
  /// The URL itself.
  public func httpURL() -> HTTPURL { self }
}

extension String: HTTPURLConvertible {
  /// The text as ``HTTPURL/init(_:pathAsIs:)`` reads it.
  public func httpURL() throws(HTTPException) -> HTTPURL { try HTTPURL(self) }
}
