/// A status code: three digits that say how a request went (RFC 9110 section 15; Python's `http.HTTPStatus`).
///
/// Any number can be one, since servers send codes that no registry knows; such a code has the meaning of its class (RFC 9110
/// section 15) and an empty ``phrase``.
///
/// ```swift
/// HTTPStatus.notFound.value             // 404
/// HTTPStatus.notFound.phrase            // "Not Found"
/// HTTPStatus(rawValue: 499).isClientError  // true
/// ```
public struct HTTPStatus: RawRepresentable, Sendable, Hashable, Comparable {
  /// The code.
  public let rawValue: Int

  /// The status of a code, registered or not.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The code as a number (`HTTPStatus.value`).
  public var value: Int { rawValue }

  /// The reason phrase RFC 9110, or the code's own RFC, gives it (`HTTPStatus.phrase`); empty for a code that is not registered.
  public var phrase: String { Self.registeredPhrase(of: rawValue) ?? "" }

  /// Lower codes order before higher ones.
  public static func < (a: HTTPStatus, b: HTTPStatus) -> Bool { a.rawValue < b.rawValue }
}

// MARK: - Classes

extension HTTPStatus {
  /// 100 to 199: a final response is still to come (RFC 9110 section 15.2; `HTTPStatus.is_informational`).
  public var isInformational: Bool { (100...199).contains(rawValue) }
  /// 200 to 299: the request was received, understood and accepted (RFC 9110 section 15.3; `HTTPStatus.is_success`).
  public var isSuccess: Bool { (200...299).contains(rawValue) }
  /// 300 to 399: more has to be done to complete the request (RFC 9110 section 15.4; `HTTPStatus.is_redirection`).
  public var isRedirection: Bool { (300...399).contains(rawValue) }
  /// 400 to 499: the client seems to have erred (RFC 9110 section 15.5; `HTTPStatus.is_client_error`).
  public var isClientError: Bool { (400...499).contains(rawValue) }
  /// 500 to 599: the server failed (RFC 9110 section 15.6; `HTTPStatus.is_server_error`).
  public var isServerError: Bool { (500...599).contains(rawValue) }
}

extension HTTPStatus: CustomStringConvertible {
  /// What the status means, in a sentence (`HTTPStatus.description`). The sentences are not Python's, and every registered code has one.
  public var description: String {
    if let meaning = Self.registeredMeaning(of: rawValue) { return meaning }
    let kind =
      switch rawValue {
      case 100...199: "an interim response"
      case 200...299: "a success"
      case 300...399: "a redirection"
      case 400...499: "an error of the client"
      case 500...599: "an error of the server"
      default: "no status of HTTP"
      }
    return "\(rawValue) is not registered; by its class it is \(kind)."
  }
}

/// The reason phrase of every registered status code (`http.client.responses`).
///
/// Built when first used. ``HTTPStatus/phrase`` finds a single phrase without it.
public let responses: [Int: String] = {
  var phrases: [Int: String] = [:]
  for code in HTTPStatus.registeredCodes { phrases[code] = HTTPStatus.registeredPhrase(of: code) }
  return phrases
}()

// MARK: - Beside plain numbers

extension HTTPStatus {
  /// Whether a number is this status's code: `response.status == .notFound`, as Python's members are integers.
  public static func == (code: Int, status: HTTPStatus) -> Bool { code == status.rawValue }

  /// Whether a number is not this status's code.
  public static func != (code: Int, status: HTTPStatus) -> Bool { code != status.rawValue }
}
