#if HTTPTypes
public import HTTPTypes
public import HTTPWire

extension HTTPTypes.HTTPResponse {
  /// The status and the fields of a response. Its body stays where it is, to be read.
  ///
  /// ```swift
  /// let response = try connection.getResponse()
  /// let head = try HTTPTypes.HTTPResponse(response)
  /// print(head.status.code, head.headerFields[.server] ?? "")
  /// ```
  ///
  /// The reason phrase comes along as Latin-1 text, with spaces for control characters. Programs should ignore it, and comparing does. The
  /// protocol version is lost. Trailers become `HTTPFields` by themselves, once the body has ended.
  ///
  /// Throws what `HTTPFields` throws for a message. With the default leniency, no response has such fields.
  public init(_ response: HTTPWire.HTTPResponse) throws(HTTPException) {
    self.init(
      status: Status(code: response.status, reasonPhrase: response.reason), headerFields: try HTTPFields(response.headers))
  }
}
#endif
