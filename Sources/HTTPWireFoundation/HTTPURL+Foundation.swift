public import Foundation
public import HTTPWireCore
public import HTTPWireSession

extension HTTPURL {
  /// The same URL as Foundation has it, with its user and password.
  ///
  /// ```swift
  /// import Foundation
  /// import HTTPWireFoundation
  ///
  /// let about = URL(string: "https://www.python.org/about/")
  /// if let about {
  ///   let url = try HTTPURL(about)
  ///   let connection = try HTTPConnection(url: url)
  ///   try connection.request("GET", url.target)
  /// }
  /// ```
  ///
  /// A URL that is relative to another one is resolved. The segments `.` and `..` are removed, as from a text, and an IPv4 address gets its
  /// usual form. Nothing is guessed of a URL without a scheme.
  ///
  /// Throws `invalidURL` for a URL without a scheme or a host, and for what is refused in a text. Throws `unsupportedScheme` for schemes
  /// other than http and https.
  public init(_ url: URL) throws(HTTPException) {
    guard let scheme = url.scheme?.lowercased() else {
      throw .invalidURL("the URL has no scheme: a relative URL needs one that it is relative to")
    }
    // In the text "tel:80", the initializer for texts would see a host and a port.
    guard Scheme(rawValue: scheme) != nil else { throw .unsupportedScheme(scheme) }
    try self.init(url.absoluteString)
  }
}

extension URL: HTTPURLConvertible {
  /// The URL as HTTPWire has it. Throws `invalidURL` and `unsupportedScheme`.
  public func httpURL() throws(HTTPException) -> HTTPURL { try HTTPURL(self) }
}
