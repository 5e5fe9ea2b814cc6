internal import HTTPWireCore

/// A response that may be a redirection, and the request it answers.
struct RedirectHop {
  let policy: RedirectPolicy
  let request: RedirectPolicy.Request
  let status: Int
  let headers: HTTPMessage
  let history: [HTTPURL]

  /// Whether the response asks for another request that can be made without asking anyone. Without a `Location`, or with an empty one, it
  /// is a response like any other, whose body says what to do. What answers CONNECT is a proxy, which must not choose another server.
  var isFollowed: Bool {
    [301, 302, 303, 307, 308].contains(status) && request.method != HTTPMethod.connect && headers["Location"]?.isEmpty == false
  }

  /// The method of the next request.
  var method: String { policy.keepsMethod ? request.method : usualMethod }

  /// Whether POST and its body stay, though the status would usually change them.
  private var keepsPost: Bool { request.method == HTTPMethod.post && policy.statusesKeepingPost.contains(status) }

  /// The method that the status leads to.
  private var usualMethod: String {
    if keepsPost { return request.method }
    switch status {
    case 303: return request.method == HTTPMethod.head ? HTTPMethod.head : HTTPMethod.get
    case 301, 302: return request.method == HTTPMethod.post ? HTTPMethod.get : request.method
    default: return request.method
    }
  }

  /// Whether the body goes along. What 303 leads to is fetched (RFC 9110 section 15.4.4).
  var keepsBody: Bool { keepsPost || status != 303 && usualMethod == request.method }

  /// The value of `Referer` for the next request: the URL of this one without user information and fragment; nil where it must not be sent
  /// (RFC 9110 section 10.1.3).
  func referer(for next: HTTPURL) -> String? {
    if request.url.scheme == .https, next.scheme == .http { return nil }
    return request.url.withoutUserInformation.withoutFragment.description
  }

  /// The URL that `Location` names, without user information. It inherits the fragment (RFC 9110 section 10.2.2).
  func location() throws(HTTPException) -> HTTPURL {
    let reference = try reference()
    let base = request.url.withoutUserInformation
    let url: HTTPURL
    do throws(HTTPException) {
      url = try base.resolving(reference)
    } catch .unsupportedScheme(let scheme) {
      throw failure(.unsupportedScheme(scheme))
    } catch {
      throw failure(.badLocation("\(error)"))
    }
    // A server has no reason to choose the credentials, and such a URL is often made to look like one of another host.
    if url.user != nil { throw failure(.badLocation("it has a user or a password")) }
    return url.fragment == nil && base.fragment != nil ? url.changed { $0.fragment = base.fragment } : url
  }

  /// The text of `Location`. Bytes beyond ASCII are UTF-8, or are percent-encoded as they are.
  ///
  /// Throws if there are several that differ: which one is followed would depend on the client.
  private func reference() throws(HTTPException) -> String {
    let values = headers.indices.filter { headers.name(at: $0).lowercased() == "location" }.map { headers.valueBytes(at: $0) }
    let value = values.first ?? []
    guard values.allSatisfy({ $0 == value }) else { throw failure(.badLocation("there are several that differ")) }
    return String(validating: value, as: UTF8.self) ?? PercentEncoding.encoded(value) { $0 < 0x80 }
  }

  func failure(_ kind: RedirectFailure.Kind) -> HTTPException {
    .redirect(RedirectFailure(kind, status: status, url: request.url.description, history: history.map(\.description)))
  }
}
