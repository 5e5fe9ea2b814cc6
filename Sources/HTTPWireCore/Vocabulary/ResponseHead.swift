/// The head of a response: its status line and fields (RFC 9112 sections 4 and 5).
public struct ResponseHead: Sendable {
  /// The version the server speaks; every HTTP/1.x above 1.0 counts as 1.1.
  public let version: HTTPVersion
  /// The status code, 100 to 999.
  public let status: Int
  /// The field lines.
  public let headers: HTTPMessage
  /// Whether this is an interim response (RFC 9110 section 15.2), after which the final one is still to come. 101 is final here.
  public let isInterim: Bool
  /// The whole head as it came, in the storage of `headers`.
  private let range: Range<Int>
  private let statusLineEnd: Int
  private let reasonRange: Range<Int>

  /// `range` is the head in the storage of `headers`; its first `lineLength` bytes are the status line.
  init(line: StatusLine, lineLength: Int, range: Range<Int>, headers: HTTPMessage, isInterim: Bool) {
    version = line.version
    status = line.status
    self.headers = headers
    self.isInterim = isInterim
    self.range = range
    statusLineEnd = range.lowerBound + lineLength
    reasonRange = range.lowerBound + line.reason.lowerBound..<range.lowerBound + line.reason.upperBound
  }

  /// The number of bytes that the head takes on the wire, the blank line at its end included.
  public var length: Int { range.count }

  /// The reason phrase without the blanks around it; often empty, and never to be relied on (RFC 9112 section 4).
  public var reason: String { Latin1.string(headers.storage[reasonRange]) }

  /// The status line as it came, line end included, for logs.
  public var statusLine: [UInt8] { Array(headers.storage[range.lowerBound..<statusLineEnd]) }

  /// The field lines as they came, each with its line end, the blank line at the end included, for logs. Those of a head that the end of
  /// the stream has cut short lack the blank line, and the last may lack its line end.
  public var fieldLines: [[UInt8]] {
    var lines = headers.storage[statusLineEnd..<range.upperBound].split(separator: ASCII.lineFeed, omittingEmptySubsequences: false)
    let unfinished = lines.popLast() ?? []
    return lines.map { $0 + [ASCII.lineFeed] } + (unfinished.isEmpty ? [] : [Array(unfinished)])
  }
}
