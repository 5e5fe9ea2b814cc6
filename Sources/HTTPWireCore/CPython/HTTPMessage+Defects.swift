extension HTTPMessage {
  /// A fault in a head that Python's parser records without failing (`email.errors`). Only ``ParsingLeniency/fieldLinesAsEmail`` yields
  /// defects; without it, such heads are errors.
  public enum Defect: Sendable, Hashable {
    /// A continuation line that follows no field (`FirstHeaderLineIsContinuationDefect`). It was dropped.
    case firstHeaderLineIsContinuation
    /// A line starts with its colon (`InvalidHeaderDefect`). It was dropped.
    case invalidHeader
    /// A line is not a field, so this line and all after it became the payload (`MissingHeaderBodySeparatorDefect`).
    case missingHeaderBodySeparator
    /// A line inside the head starts with "From " (`MisplacedEnvelopeHeaderDefect`). It was dropped.
    case misplacedEnvelopeHeader
    /// The content type is `multipart/*` and has no boundary (`NoBoundaryInMultipartDefect`).
    case noBoundaryInMultipart
    /// The content type is `multipart/*` and the `Content-Transfer-Encoding` is not 7bit, 8bit or binary
    /// (`InvalidMultipartContentTransferEncodingDefect`).
    case invalidMultipartContentTransferEncoding
    /// The content type is `multipart/*` and the payload has no boundary (`StartBoundaryNotFoundDefect`). Every well-formed response of
    /// that type has this defect, because the parser gets only the head.
    case startBoundaryNotFound
    /// The payload has a boundary but not the closing one (`CloseBoundaryNotFoundDefect`).
    case closeBoundaryNotFound
    /// The content type is `multipart/*` and there are no parts (`MultipartInvariantViolationDefect`).
    case multipartInvariantViolation
  }

  /// The faults of the head that were ignored (`Message.defects`). Empty without ``ParsingLeniency/fieldLinesAsEmail``.
  public var defects: [Defect] { irregularities?.defects ?? [] }

  /// The part of the head block that was taken for a body, as Latin-1 text (`Message.get_payload()`). Usually empty. A `message/*` or
  /// `multipart/*` stays one text, where Python returns a list of messages.
  public func getPayload() -> String { Latin1.string(irregularities?.payload ?? []) }
}
