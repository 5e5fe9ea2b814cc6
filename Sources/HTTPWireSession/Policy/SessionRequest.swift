/// What the policy wants to know of a request, of either kind of session.
package protocol SessionRequest {
  var method: String { get }
  var url: HTTPURL { get }
  var headers: HTTPMessage { get }
  var omittedFields: Set<String> { get }
  var deadline: ContinuousClock.Instant? { get }
  var joinsCookies: Bool { get }
  /// Whether there is a body, and how often it can be sent.
  var bodyKind: RedirectPolicy.Body { get }
  /// The media type of the body.
  var bodyType: String? { get }
}

extension HTTPSession.Request: SessionRequest {
  package var bodyKind: RedirectPolicy.Body { body.map { $0.isReplayable ? .replayable : .once } ?? .none }
  package var bodyType: String? { body?.contentType }
}
