extension HTTPMessage {
  /// A fault that the Python-like parser noted and read on (`email.errors`). Only leniency
  /// ``ParsingLeniency/fieldLinesAsEmail`` yields any; otherwise such heads are errors.
  public enum Defect: Sendable, Hashable {
    /// A continuation line that follows no field (`FirstHeaderLineIsContinuationDefect`). It was dropped.
    case firstHeaderLineIsContinuation
    /// A line begins with its colon (`InvalidHeaderDefect`). It was dropped.
    case invalidHeader
    /// A line is no field, so it and all after it were taken for the body (`MissingHeaderBodySeparatorDefect`).
    case missingHeaderBodySeparator
    /// A line beginning with "From " inside the head (`MisplacedEnvelopeHeaderDefect`). It was dropped.
    case misplacedEnvelopeHeader
    /// The content type is `multipart/*` and has no boundary (`NoBoundaryInMultipartDefect`).
    case noBoundaryInMultipart
    /// The content type is `multipart/*` and the `Content-Transfer-Encoding` is none that leaves the parts readable
    /// (`InvalidMultipartContentTransferEncodingDefect`).
    case invalidMultipartContentTransferEncoding
    /// The content type is `multipart/*` and what followed the head holds no boundary (`StartBoundaryNotFoundDefect`). True of every
    /// such response, since the parser is given the head alone.
    case startBoundaryNotFound
    /// What followed the head holds a boundary but not the closing one (`CloseBoundaryNotFoundDefect`).
    case closeBoundaryNotFound
    /// The content type is `multipart/*` and there are no parts (`MultipartInvariantViolationDefect`).
    case multipartInvariantViolation
  }

  /// What was wrong with the head and read over (`Message.defects`); empty unless a Python-like leniency is on.
  public var defects: [Defect] { irregularities?.defects ?? [] }

  /// The text that followed the head or a defect in it and was taken for a body, as Latin-1 (`Message.get_payload()`). It is one text
  /// also where Python would take a `message/*` or `multipart/*` apart.
  public func getPayload() -> String { Latin1.string(irregularities?.payload ?? []) }
}
