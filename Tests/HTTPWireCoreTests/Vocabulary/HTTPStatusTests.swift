import Testing

@testable import HTTPWireCore

@Suite struct HTTPStatusTests {
  /// Names, codes and phrases as `http.HTTPStatus` of CPython 3.13 has them.
  static let members: [(status: HTTPStatus, value: Int, phrase: String)] = [
    (.`continue`, 100, "Continue"),
    (.switchingProtocols, 101, "Switching Protocols"),
    (.processing, 102, "Processing"),
    (.earlyHints, 103, "Early Hints"),
    (.ok, 200, "OK"),
    (.created, 201, "Created"),
    (.accepted, 202, "Accepted"),
    (.nonAuthoritativeInformation, 203, "Non-Authoritative Information"),
    (.noContent, 204, "No Content"),
    (.resetContent, 205, "Reset Content"),
    (.partialContent, 206, "Partial Content"),
    (.multiStatus, 207, "Multi-Status"),
    (.alreadyReported, 208, "Already Reported"),
    (.imUsed, 226, "IM Used"),
    (.multipleChoices, 300, "Multiple Choices"),
    (.movedPermanently, 301, "Moved Permanently"),
    (.found, 302, "Found"),
    (.seeOther, 303, "See Other"),
    (.notModified, 304, "Not Modified"),
    (.useProxy, 305, "Use Proxy"),
    (.temporaryRedirect, 307, "Temporary Redirect"),
    (.permanentRedirect, 308, "Permanent Redirect"),
    (.badRequest, 400, "Bad Request"),
    (.unauthorized, 401, "Unauthorized"),
    (.paymentRequired, 402, "Payment Required"),
    (.forbidden, 403, "Forbidden"),
    (.notFound, 404, "Not Found"),
    (.methodNotAllowed, 405, "Method Not Allowed"),
    (.notAcceptable, 406, "Not Acceptable"),
    (.proxyAuthenticationRequired, 407, "Proxy Authentication Required"),
    (.requestTimeout, 408, "Request Timeout"),
    (.conflict, 409, "Conflict"),
    (.gone, 410, "Gone"),
    (.lengthRequired, 411, "Length Required"),
    (.preconditionFailed, 412, "Precondition Failed"),
    (.contentTooLarge, 413, "Content Too Large"),
    (.requestEntityTooLarge, 413, "Content Too Large"),
    (.uriTooLong, 414, "URI Too Long"),
    (.requestURITooLong, 414, "URI Too Long"),
    (.unsupportedMediaType, 415, "Unsupported Media Type"),
    (.rangeNotSatisfiable, 416, "Range Not Satisfiable"),
    (.requestedRangeNotSatisfiable, 416, "Range Not Satisfiable"),
    (.expectationFailed, 417, "Expectation Failed"),
    (.imATeapot, 418, "I'm a Teapot"),
    (.misdirectedRequest, 421, "Misdirected Request"),
    (.unprocessableContent, 422, "Unprocessable Content"),
    (.unprocessableEntity, 422, "Unprocessable Content"),
    (.locked, 423, "Locked"),
    (.failedDependency, 424, "Failed Dependency"),
    (.tooEarly, 425, "Too Early"),
    (.upgradeRequired, 426, "Upgrade Required"),
    (.preconditionRequired, 428, "Precondition Required"),
    (.tooManyRequests, 429, "Too Many Requests"),
    (.requestHeaderFieldsTooLarge, 431, "Request Header Fields Too Large"),
    (.unavailableForLegalReasons, 451, "Unavailable For Legal Reasons"),
    (.internalServerError, 500, "Internal Server Error"),
    (.notImplemented, 501, "Not Implemented"),
    (.badGateway, 502, "Bad Gateway"),
    (.serviceUnavailable, 503, "Service Unavailable"),
    (.gatewayTimeout, 504, "Gateway Timeout"),
    (.httpVersionNotSupported, 505, "HTTP Version Not Supported"),
    (.variantAlsoNegotiates, 506, "Variant Also Negotiates"),
    (.insufficientStorage, 507, "Insufficient Storage"),
    (.loopDetected, 508, "Loop Detected"),
    (.notExtended, 510, "Not Extended"),
    (.networkAuthenticationRequired, 511, "Network Authentication Required"),
  ]

  @Test("Names stand for Python's codes and phrases", arguments: members)
  func namesMatch(_ status: HTTPStatus, _ value: Int, _ phrase: String) {
    #expect(status.value == value)
    #expect(status.phrase == phrase)
    #expect(status == HTTPStatus(rawValue: value))
    #expect(!status.description.isEmpty && !status.description.contains("not registered"))
  }

  @Test("The table of responses has the same 62 codes")
  func responsesMatch() {
    #expect(responses.count == 62)
    #expect(Set(responses.keys) == Set(Self.members.map(\.value)))
    #expect(Self.members.allSatisfy { responses[$0.value] == $0.phrase })
    #expect(responses[299] == nil)
  }

  @Test("A code that is not registered is a status without phrase", arguments: [0, -1, 99, 104, 299, 306, 418 + 2, 599, 999, Int.max])
  func takesAnyCode(_ code: Int) {
    let status = HTTPStatus(rawValue: code)
    #expect(status.value == code)
    #expect(status.phrase == "")
    #expect(status.description.hasPrefix("\(code) is not registered"))
  }

  @Test("Classes begin and end at the hundreds", arguments: [99, 100, 199, 200, 299, 300, 399, 400, 499, 500, 599, 600])
  func classesHaveBounds(_ code: Int) {
    let status = HTTPStatus(rawValue: code)
    let classes = [status.isInformational, status.isSuccess, status.isRedirection, status.isClientError, status.isServerError]
    #expect(classes == (1...5).map { $0 == code / 100 })
  }

  @Test(
    "A number is matched by names and by ranges", arguments: [(200, "fine"), (204, "fine"), (429, "later"), (599, "later"), (404, "no")])
  func switches(_ code: Int, _ expected: String) {
    let said =
      switch code {
      case .ok, .noContent: "fine"
      case .tooManyRequests, 500...599: "later"
      default: "no"
      }
    #expect(said == expected)
  }

  @Test("Statuses order by code")
  func ordersByCode() {
    #expect(HTTPStatus.ok < .notFound)
    #expect([HTTPStatus.badGateway, .ok, .found].sorted() == [.ok, .found, .badGateway])
  }
}

@Suite struct HTTPMethodTests {
  @Test("Constants are the methods' names")
  func constantsAreText() {
    #expect(HTTPMethod.all == ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"])
    #expect(HTTPMethod.get == "GET" && HTTPMethod.connect == "CONNECT")
  }
}
