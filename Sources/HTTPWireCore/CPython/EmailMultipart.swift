/// The defects that Python's parser finds in a multipart message (RFC 2046 section 5.1.1). It looks for the parts in the payload. In
/// `http.client` the payload of a well-formed head is empty, so every `multipart/*` response has defects.
enum EmailMultipart {
  struct Findings {
    var defects: [HTTPMessage.Defect] = []
    /// The number of payload bytes that Python keeps.
    var payloadCount: Int
  }

  /// The findings for a message and its payload. There are no defects unless the content type is `multipart/*`.
  static func findings(in message: HTTPMessage, payload: [UInt8]) -> Findings {
    var findings = Findings(payloadCount: payload.count)
    guard message.contains("content-type"), message.getContentMainType() == "multipart" else { return findings }
    guard let boundary = message.getBoundary() else {
      findings.defects = [.noBoundaryInMultipart, .multipartInvariantViolation]
      return findings
    }
    let encoding = message["content-transfer-encoding"]?.lowercased() ?? "8bit"
    if !["7bit", "8bit", "binary"].contains(encoding) { findings.defects.append(.invalidMultipartContentTransferEncoding) }
    switch ending(of: payload, boundary: boundary) {
    case .noPart(let count):
      findings.defects += [.startBoundaryNotFound, .multipartInvariantViolation]
      findings.payloadCount = count
    case .noCloseBoundary: findings.defects.append(.closeBoundaryNotFound)
    case .complete: break
    }
    return findings
  }

  private enum Ending {
    /// No part starts in the payload, or none before a closing boundary. Python stops at that boundary and drops the rest.
    case noPart(payloadCount: Int)
    case noCloseBoundary
    case complete
  }

  /// How the parts end. Inner messages are not parsed, because a line with this boundary can't belong to them.
  private static func ending(of payload: [UInt8], boundary: String) -> Ending {
    guard let separator = Latin1.bytes("--" + boundary) else { return .noPart(payloadCount: payload.count) }
    var line = EmailLines.line(at: 0, of: payload)
    var hasPart = false
    var follows = false
    while !line.isEmpty {
      let kind = kind(of: payload[line], separator)
      // Right after a boundary, Python skips further boundaries, even the closing one.
      if kind == .close && !follows { return hasPart ? .complete : .noPart(payloadCount: line.lowerBound) }
      follows = kind == .separator || (follows && kind == .close)
      hasPart = hasPart || kind == .separator
      line = EmailLines.line(at: line.upperBound, of: payload)
    }
    return hasPart ? .noCloseBoundary : .noPart(payloadCount: payload.count)
  }

  private enum Kind { case other, separator, close }

  /// The kind of a line. A boundary line is the separator, two hyphens if it is the closing one, whitespace and the line end.
  private static func kind(of line: ArraySlice<UInt8>, _ separator: [UInt8]) -> Kind {
    guard line.starts(with: separator) else { return .other }
    let rest = line.dropFirst(separator.count)
    let isClose = rest.starts(with: "--".utf8)
    let end = (isClose ? rest.dropFirst(2) : rest).drop(while: ASCII.isWhitespace)
    let isEnd = end.allSatisfy { $0 == ASCII.carriageReturn || $0 == ASCII.lineFeed }
    return isEnd ? (isClose ? .close : .separator) : .other
  }
}
