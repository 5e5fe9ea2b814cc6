/// A response's status code (RFC 9110 section 15; Python's `http.HTTPStatus`).
///
/// Any number is accepted, because servers send codes that are not registered. Such a code has the meaning of its class, and an empty
/// ``phrase``.
///
/// ```swift
/// HTTPStatus.notFound.value             // 404
/// HTTPStatus.notFound.phrase            // "Not Found"
/// HTTPStatus(rawValue: 499).isClientError  // true
/// ```
public struct HTTPStatus: RawRepresentable, Sendable, Hashable, Comparable {
  /// The code.
  public let rawValue: Int

  /// Creates the status of a code, which need not be registered.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The code as a number (`HTTPStatus.value`).
  public var value: Int { rawValue }

  /// The reason phrase of RFC 9110 or of the code's own RFC (`HTTPStatus.phrase`). Empty if the code is not registered.
  public var phrase: String { Self.registeredPhrase(of: rawValue) ?? "" }

  /// Orders statuses by their codes.
  public static func < (a: HTTPStatus, b: HTTPStatus) -> Bool { a.rawValue < b.rawValue }
}

// MARK: - Classes

extension HTTPStatus {
  /// 100 to 199: a final response is still to come (RFC 9110 section 15.2; `HTTPStatus.is_informational`).
  public var isInformational: Bool { (100...199).contains(rawValue) }
  /// 200 to 299: the request was received, understood and accepted (RFC 9110 section 15.3; `HTTPStatus.is_success`).
  public var isSuccess: Bool { (200...299).contains(rawValue) }
  /// 300 to 399: the client must do more to complete the request (RFC 9110 section 15.4; `HTTPStatus.is_redirection`).
  public var isRedirection: Bool { (300...399).contains(rawValue) }
  /// 400 to 499: the client seems to have erred (RFC 9110 section 15.5; `HTTPStatus.is_client_error`).
  public var isClientError: Bool { (400...499).contains(rawValue) }
  /// 500 to 599: the server failed (RFC 9110 section 15.6; `HTTPStatus.is_server_error`).
  public var isServerError: Bool { (500...599).contains(rawValue) }
}

extension HTTPStatus: CustomStringConvertible {
  /// The meaning of the status, as a sentence (`HTTPStatus.description`). The sentences differ from Python's.
  public var description: String {
    if let meaning = Self.registeredMeaning(of: rawValue) { return meaning }
    let kind =
      switch rawValue {
      case 100...199: "informational"
      case 200...299: "successful"
      case 300...399: "redirection"
      case 400...499: "client error"
      case 500...599: "server error"
      default: "not an HTTP status"
      }
    return "\(rawValue) is not registered; its class: \(kind)."
  }
}

/// The reason phrase of every registered status code (`http.client.responses`).
///
/// Use ``HTTPStatus/phrase`` for a single phrase; it does not build this table.
public let responses: [Int: String] = {
  var phrases: [Int: String] = [:]
  for code in HTTPStatus.registeredCodes { phrases[code] = HTTPStatus.registeredPhrase(of: code) }
  return phrases
}()

// MARK: - Beside plain numbers

extension HTTPStatus {
  /// Whether a number is the status's code. In Python the members are integers, so `response.status == .notFound` works here, too.
  public static func == (code: Int, status: HTTPStatus) -> Bool { code == status.rawValue }

  /// Whether a number differs from the status's code.
  public static func != (code: Int, status: HTTPStatus) -> Bool { code != status.rawValue }

  /// Matches a number in a `switch`, so that `response.status` can be compared with names and with ranges of numbers.
  ///
  /// ```swift
  /// switch response.status {
  /// case .ok, .noContent: print("done")
  /// case .tooManyRequests, 500...599: retryLater()
  /// default: print(response.reason)
  /// }
  /// ```
  public static func ~= (status: HTTPStatus, code: Int) -> Bool { code == status.rawValue }
}
