import HTTPWireInflate

/// Looks for flags that contradict each other.
struct SettingsCheck {
  private let settings: Settings

  init(_ settings: Settings) { self.settings = settings }

  /// Throws `badUsage`.
  func run() throws(Complaint) {
    let request = settings.request
    if settings.connection.interface != nil, settings.connection.unixSocket != nil {
      throw Complaint(.badUsage, "--interface and --unix-socket exclude each other")
    }
    if request.isHTTP10, request.isChunked { throw Complaint(.badUsage, "HTTP/1.0 knows no chunks") }
    if request.isDecoded, ContentCodings.known.isEmpty {
      throw Complaint(.badUsage, "--compressed needs zlib, and this command was built without it (the trait Compression)")
    }
    if request.resume != nil, !request.uploads.isEmpty { throw Complaint(.badUsage, "-C continues downloads only") }
    if request.resume != nil, request.range != nil { throw Complaint(.badUsage, "-C and -r exclude each other") }
    if settings.output.usesServersName, settings.output.includesHead { throw Complaint(.badUsage, "-J and -i exclude each other") }
    if request.resume != nil, settings.output.usesServersName { throw Complaint(.badUsage, "-C and -J exclude each other") }
    if settings.output.showsEvents { try checkEvents() }
    if usesOfStandardInput > 1 { throw Complaint(.badUsage, "standard input can be read once only") }
    try settings.tls.check()
  }

  /// Events are printed as they come, by requests that are made again. What is about one response or one body has no place there.
  private func checkEvents() throws(Complaint) {
    let (request, output) = (settings.request, settings.output)
    let isPlain =
      request.method == nil && request.data.isEmpty && request.form.isEmpty && request.uploads.isEmpty && !request.isHead
      && request.resume == nil && output.destinations.isEmpty && !output.includesHead && output.headFile == nil && !output.isJSON
      && settings.connection.timeLimit == nil && settings.retries.limit == 0
    if !isPlain { throw Complaint(.badUsage, "--sse goes with none of -X -d -F -T -I -C -o -O -i -D -m, --retry and --json-output") }
  }

  /// How often the body is to come from standard input.
  private var usesOfStandardInput: Int {
    let dash = [UInt8(ascii: "-")]
    let pieces = settings.request.data.filter { piece in
      switch piece {
      case .text(let value), .binary(let value), .json(let value): DataPiece.file(value)?.bytes == dash
      case .encoded(let value): value.bytes.last == dash[0] && value.bytes.dropLast().last == UInt8(ascii: "@")
      case .raw, .query: false
      }
    }
    return pieces.count + settings.request.uploads.count { $0.bytes == dash || $0.bytes == [UInt8(ascii: ".")] }
  }
}
