import HTTPWire
import HTTPWireInflate

extension ContentDecoder {
  /// A decoder without limits but the deadline: a few bytes can decode to more than could be written in time. Throws `timedOut` then.
  convenience init(_ codings: ContentCodings, _ deadline: Deadline) {
    self.init(codings, limits: Limits(ratio: nil)) {
      if deadline.hasPassed { throw HTTPException.timedOut(.readingBody) }
    }
  }
}

extension Complaint {
  /// The complaint about codings that can't be undone.
  init(_ error: ContentDecodingError) {
    self.init(error == .outOfMemory ? .unexpected : .badEncoding, error.description)
  }
}
