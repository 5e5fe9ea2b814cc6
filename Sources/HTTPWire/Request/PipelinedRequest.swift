/// A request for ``HTTPConnection/pipeline(_:depth:_:)``.
public struct PipelinedRequest {
  /// The method, which must be idempotent.
  public var method: String
  /// The request target.
  public var url: String
  /// Text or bytes to send after the headers.
  public var body: RequestBody?
  /// Further headers.
  public var headers: HTTPMessage

  /// A request as ``HTTPConnection/request(_:_:body:headers:encodeChunked:expectContinue:)`` takes it.
  public init(_ method: String, _ url: String, body: RequestBody? = nil, headers: HTTPMessage = HTTPMessage()) {
    self.method = method
    self.url = url
    self.body = body
    self.headers = headers
  }
}
