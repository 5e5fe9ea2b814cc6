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
  /// The reason phrase comes along as Latin-1, with spaces for control characters; it plays no part in comparing, and programs should ignore
  /// it. The protocol version is lost. Trailers are `HTTPFields(response.trailers)`, once the body has ended.
  ///
  /// Throws what `HTTPFields` throws for a message, which only a response that was read with a leniency gives reason for.
  public init(_ response: HTTPWire.HTTPResponse) throws(HTTPException) {
    self.init(
      status: Status(code: response.status, reasonPhrase: response.reason), headerFields: try HTTPFields(response.headers))
  }
}
#endif
