/// The head of a response: its status line and fields (RFC 9112 sections 4 and 5).
public struct ResponseHead: Sendable {
  /// The server's HTTP version. Every HTTP/1.x above 1.0 counts as 1.1.
  public let version: HTTPVersion
  /// The status code, 100 to 999.
  public let status: Int
  /// The field lines.
  public let headers: HTTPMessage
  /// Whether this is an interim response (RFC 9110 section 15.2), so that the final one is still to come. 101 counts as final.
  public let isInterim: Bool
  /// Where the whole head is, in the storage of `headers`.
  private let range: Range<Int>
  private let statusLineEnd: Int
  private let reasonRange: Range<Int>

  /// `range` is the place of the head in the storage of `headers`. Its first `lineLength` bytes are the status line.
  init(line: StatusLine, lineLength: Int, range: Range<Int>, headers: HTTPMessage, isInterim: Bool) {
    version = line.version
    status = line.status
    self.headers = headers
    self.isInterim = isInterim
    self.range = range
    statusLineEnd = range.lowerBound + lineLength
    reasonRange = range.lowerBound + line.reason.lowerBound..<range.lowerBound + line.reason.upperBound
  }

  /// The number of bytes of the head on the wire, with the empty line at its end.
  public var length: Int { range.count }

  /// The reason phrase, without the whitespace around it. It is often empty, and programs should ignore it (RFC 9112 section 4).
  public var reason: String { Latin1.string(headers.storage[reasonRange]) }

  /// The status line as received, with its line end, for logs.
  public var statusLine: [UInt8] { Array(headers.storage[range.lowerBound..<statusLineEnd]) }

  /// The field lines as received, each with its line end, for logs. The empty line that ends the head is the last element. If the end of
  /// the stream cut the head short, there is no empty line, and the last line may lack its line end.
  public var fieldLines: [[UInt8]] {
    var lines = headers.storage[statusLineEnd..<range.upperBound].split(separator: ASCII.lineFeed, omittingEmptySubsequences: false)
    let unfinished = lines.popLast() ?? []
    return lines.map { $0 + [ASCII.lineFeed] } + (unfinished.isEmpty ? [] : [Array(unfinished)])
  }
}
