/// What a request's head says that matters for what follows it.
package struct RequestAnnouncement: Sendable {
  let facts: RequestFacts
  /// The declared length of the body in bytes; nil when it ends by other means.
  let bodyLength: UInt64?

  /// A head without framing fields announces no body, so bytes behind it would pass for the next request (RFC 9112 section 6.3 step 7).
  init(facts: RequestFacts, declaredLength: UInt64?, hasTransferCoding: Bool) {
    self.facts = facts
    bodyLength = declaredLength ?? (hasTransferCoding ? nil : 0)
  }
}

extension RequestHeadWriter {
  /// What the head says that matters for what follows it.
  package var announcement: RequestAnnouncement {
    RequestAnnouncement(facts: facts, declaredLength: declaredLength, hasTransferCoding: hasTransferCoding)
  }
}
