// MARK: - Informational (1xx)

extension HTTPStatus {
  /// 100 Continue (RFC 9110 section 15.2.1).
  public static var `continue`: HTTPStatus { HTTPStatus(rawValue: 100) }
  /// 101 Switching Protocols (RFC 9110 section 15.2.2).
  public static var switchingProtocols: HTTPStatus { HTTPStatus(rawValue: 101) }
  /// 102 Processing (RFC 2518 section 10.1).
  public static var processing: HTTPStatus { HTTPStatus(rawValue: 102) }
  /// 103 Early Hints (RFC 8297).
  public static var earlyHints: HTTPStatus { HTTPStatus(rawValue: 103) }
}

// MARK: - Success (2xx)

extension HTTPStatus {
  /// 200 OK (RFC 9110 section 15.3.1).
  public static var ok: HTTPStatus { HTTPStatus(rawValue: 200) }
  /// 201 Created (RFC 9110 section 15.3.2).
  public static var created: HTTPStatus { HTTPStatus(rawValue: 201) }
  /// 202 Accepted (RFC 9110 section 15.3.3).
  public static var accepted: HTTPStatus { HTTPStatus(rawValue: 202) }
  /// 203 Non-Authoritative Information (RFC 9110 section 15.3.4).
  public static var nonAuthoritativeInformation: HTTPStatus { HTTPStatus(rawValue: 203) }
  /// 204 No Content (RFC 9110 section 15.3.5).
  public static var noContent: HTTPStatus { HTTPStatus(rawValue: 204) }
  /// 205 Reset Content (RFC 9110 section 15.3.6).
  public static var resetContent: HTTPStatus { HTTPStatus(rawValue: 205) }
  /// 206 Partial Content (RFC 9110 section 15.3.7).
  public static var partialContent: HTTPStatus { HTTPStatus(rawValue: 206) }
  /// 207 Multi-Status (RFC 4918 section 11.1).
  public static var multiStatus: HTTPStatus { HTTPStatus(rawValue: 207) }
  /// 208 Already Reported (RFC 5842 section 7.1).
  public static var alreadyReported: HTTPStatus { HTTPStatus(rawValue: 208) }
  /// 226 IM Used (RFC 3229 section 10.4.1).
  public static var imUsed: HTTPStatus { HTTPStatus(rawValue: 226) }
}

// MARK: - Redirection (3xx)

extension HTTPStatus {
  /// 300 Multiple Choices (RFC 9110 section 15.4.1).
  public static var multipleChoices: HTTPStatus { HTTPStatus(rawValue: 300) }
  /// 301 Moved Permanently (RFC 9110 section 15.4.2).
  public static var movedPermanently: HTTPStatus { HTTPStatus(rawValue: 301) }
  /// 302 Found (RFC 9110 section 15.4.3).
  public static var found: HTTPStatus { HTTPStatus(rawValue: 302) }
  /// 303 See Other (RFC 9110 section 15.4.4).
  public static var seeOther: HTTPStatus { HTTPStatus(rawValue: 303) }
  /// 304 Not Modified (RFC 9110 section 15.4.5).
  public static var notModified: HTTPStatus { HTTPStatus(rawValue: 304) }
  /// 305 Use Proxy (RFC 9110 section 15.4.6).
  public static var useProxy: HTTPStatus { HTTPStatus(rawValue: 305) }
  /// 307 Temporary Redirect (RFC 9110 section 15.4.8).
  public static var temporaryRedirect: HTTPStatus { HTTPStatus(rawValue: 307) }
  /// 308 Permanent Redirect (RFC 9110 section 15.4.9).
  public static var permanentRedirect: HTTPStatus { HTTPStatus(rawValue: 308) }
}

// MARK: - Client errors (4xx)

extension HTTPStatus {
  /// 400 Bad Request (RFC 9110 section 15.5.1).
  public static var badRequest: HTTPStatus { HTTPStatus(rawValue: 400) }
  /// 401 Unauthorized (RFC 9110 section 15.5.2).
  public static var unauthorized: HTTPStatus { HTTPStatus(rawValue: 401) }
  /// 402 Payment Required (RFC 9110 section 15.5.3).
  public static var paymentRequired: HTTPStatus { HTTPStatus(rawValue: 402) }
  /// 403 Forbidden (RFC 9110 section 15.5.4).
  public static var forbidden: HTTPStatus { HTTPStatus(rawValue: 403) }
  /// 404 Not Found (RFC 9110 section 15.5.5).
  public static var notFound: HTTPStatus { HTTPStatus(rawValue: 404) }
  /// 405 Method Not Allowed (RFC 9110 section 15.5.6).
  public static var methodNotAllowed: HTTPStatus { HTTPStatus(rawValue: 405) }
  /// 406 Not Acceptable (RFC 9110 section 15.5.7).
  public static var notAcceptable: HTTPStatus { HTTPStatus(rawValue: 406) }
  /// 407 Proxy Authentication Required (RFC 9110 section 15.5.8).
  public static var proxyAuthenticationRequired: HTTPStatus { HTTPStatus(rawValue: 407) }
  /// 408 Request Timeout (RFC 9110 section 15.5.9).
  public static var requestTimeout: HTTPStatus { HTTPStatus(rawValue: 408) }
  /// 409 Conflict (RFC 9110 section 15.5.10).
  public static var conflict: HTTPStatus { HTTPStatus(rawValue: 409) }
  /// 410 Gone (RFC 9110 section 15.5.11).
  public static var gone: HTTPStatus { HTTPStatus(rawValue: 410) }
  /// 411 Length Required (RFC 9110 section 15.5.12).
  public static var lengthRequired: HTTPStatus { HTTPStatus(rawValue: 411) }
  /// 412 Precondition Failed (RFC 9110 section 15.5.13).
  public static var preconditionFailed: HTTPStatus { HTTPStatus(rawValue: 412) }
  /// 413 Content Too Large (RFC 9110 section 15.5.14).
  public static var contentTooLarge: HTTPStatus { HTTPStatus(rawValue: 413) }
  /// The name of ``contentTooLarge`` before RFC 9110.
  public static var requestEntityTooLarge: HTTPStatus { contentTooLarge }
  /// 414 URI Too Long (RFC 9110 section 15.5.15).
  public static var uriTooLong: HTTPStatus { HTTPStatus(rawValue: 414) }
  /// The name of ``uriTooLong`` before RFC 9110.
  public static var requestURITooLong: HTTPStatus { uriTooLong }
  /// 415 Unsupported Media Type (RFC 9110 section 15.5.16).
  public static var unsupportedMediaType: HTTPStatus { HTTPStatus(rawValue: 415) }
  /// 416 Range Not Satisfiable (RFC 9110 section 15.5.17).
  public static var rangeNotSatisfiable: HTTPStatus { HTTPStatus(rawValue: 416) }
  /// The name of ``rangeNotSatisfiable`` before RFC 9110.
  public static var requestedRangeNotSatisfiable: HTTPStatus { rangeNotSatisfiable }
  /// 417 Expectation Failed (RFC 9110 section 15.5.18).
  public static var expectationFailed: HTTPStatus { HTTPStatus(rawValue: 417) }
  /// 418 I'm a Teapot (RFC 2324 section 2.3.2).
  public static var imATeapot: HTTPStatus { HTTPStatus(rawValue: 418) }
  /// 421 Misdirected Request (RFC 9110 section 15.5.20).
  public static var misdirectedRequest: HTTPStatus { HTTPStatus(rawValue: 421) }
  /// 422 Unprocessable Content (RFC 9110 section 15.5.21).
  public static var unprocessableContent: HTTPStatus { HTTPStatus(rawValue: 422) }
  /// The name of ``unprocessableContent`` before RFC 9110.
  public static var unprocessableEntity: HTTPStatus { unprocessableContent }
  /// 423 Locked (RFC 4918 section 11.3).
  public static var locked: HTTPStatus { HTTPStatus(rawValue: 423) }
  /// 424 Failed Dependency (RFC 4918 section 11.4).
  public static var failedDependency: HTTPStatus { HTTPStatus(rawValue: 424) }
  /// 425 Too Early (RFC 8470 section 5.2).
  public static var tooEarly: HTTPStatus { HTTPStatus(rawValue: 425) }
  /// 426 Upgrade Required (RFC 9110 section 15.5.22).
  public static var upgradeRequired: HTTPStatus { HTTPStatus(rawValue: 426) }
  /// 428 Precondition Required (RFC 6585 section 3).
  public static var preconditionRequired: HTTPStatus { HTTPStatus(rawValue: 428) }
  /// 429 Too Many Requests (RFC 6585 section 4).
  public static var tooManyRequests: HTTPStatus { HTTPStatus(rawValue: 429) }
  /// 431 Request Header Fields Too Large (RFC 6585 section 5).
  public static var requestHeaderFieldsTooLarge: HTTPStatus { HTTPStatus(rawValue: 431) }
  /// 451 Unavailable For Legal Reasons (RFC 7725 section 3).
  public static var unavailableForLegalReasons: HTTPStatus { HTTPStatus(rawValue: 451) }
}

// MARK: - Server errors (5xx)

extension HTTPStatus {
  /// 500 Internal Server Error (RFC 9110 section 15.6.1).
  public static var internalServerError: HTTPStatus { HTTPStatus(rawValue: 500) }
  /// 501 Not Implemented (RFC 9110 section 15.6.2).
  public static var notImplemented: HTTPStatus { HTTPStatus(rawValue: 501) }
  /// 502 Bad Gateway (RFC 9110 section 15.6.3).
  public static var badGateway: HTTPStatus { HTTPStatus(rawValue: 502) }
  /// 503 Service Unavailable (RFC 9110 section 15.6.4).
  public static var serviceUnavailable: HTTPStatus { HTTPStatus(rawValue: 503) }
  /// 504 Gateway Timeout (RFC 9110 section 15.6.5).
  public static var gatewayTimeout: HTTPStatus { HTTPStatus(rawValue: 504) }
  /// 505 HTTP Version Not Supported (RFC 9110 section 15.6.6).
  public static var httpVersionNotSupported: HTTPStatus { HTTPStatus(rawValue: 505) }
  /// 506 Variant Also Negotiates (RFC 2295 section 8.1).
  public static var variantAlsoNegotiates: HTTPStatus { HTTPStatus(rawValue: 506) }
  /// 507 Insufficient Storage (RFC 4918 section 11.5).
  public static var insufficientStorage: HTTPStatus { HTTPStatus(rawValue: 507) }
  /// 508 Loop Detected (RFC 5842 section 7.2).
  public static var loopDetected: HTTPStatus { HTTPStatus(rawValue: 508) }
  /// 510 Not Extended (RFC 2774 section 7).
  public static var notExtended: HTTPStatus { HTTPStatus(rawValue: 510) }
  /// 511 Network Authentication Required (RFC 6585 section 6).
  public static var networkAuthenticationRequired: HTTPStatus { HTTPStatus(rawValue: 511) }
}
