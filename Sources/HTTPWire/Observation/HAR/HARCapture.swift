/// What a recorder keeps of an exchange beside its events.
struct HARCapture {
  /// When the exchange began, by the wall clock.
  let startedMilliseconds: Int64
  /// The times of its steps.
  let record: TimingRecorder.Record?
  /// Whether the request has begun. What is sent before is for a proxy.
  var isSending = false
  /// The first bytes of both bodies, without framing.
  private(set) var sent: [UInt8] = []
  private(set) var received: [UInt8] = []

  private let limit: Int
  /// How many bytes of the head are still to be sent.
  private var headLeft: Int
  private var chunks: ChunkDecoder?
  /// Bytes of a chunk's framing of which the rest is still to come.
  private var pending: [UInt8] = []

  init(_ request: RequestText, startedMilliseconds: Int64, record: TimingRecorder.Record?, limit: Int) {
    self.startedMilliseconds = startedMilliseconds
    self.record = record
    self.limit = limit
    headLeft = request.bytes.count
    if request.fields.contains("Transfer-Encoding") { chunks = ChunkDecoder() }
  }

  /// Takes bytes of the request.
  mutating func addSent(_ bytes: Span<UInt8>) {
    if !isSending { return }
    let head = min(headLeft, bytes.count)
    headLeft -= head
    if head < bytes.count { addBody(bytes.extracting(head...)) }
  }

  mutating func addReceived(_ bytes: Span<UInt8>) { Self.add(bytes, to: &received, limit: limit) }

  private mutating func addBody(_ bytes: Span<UInt8>) {
    guard var chunks else { return Self.add(bytes, to: &sent, limit: limit) }
    let input = pending + Array(copying: bytes)
    var position = 0
    // What is not chunked as it should be is not kept: it is not this package's framing.
    while let step = try? chunks.advance(input.span.extracting(position...), limits: .default, leniency: .default) {
      position += step.framing
      if step.data == 0 { break }
      Self.add(input.span.extracting(position..<(position + step.data)), to: &sent, limit: limit)
      chunks.consume(UInt64(step.data))
      position += step.data
    }
    pending = Array(input[position...])
    self.chunks = chunks
  }

  private static func add(_ bytes: Span<UInt8>, to kept: inout [UInt8], limit: Int) {
    let count = min(bytes.count, limit - kept.count)
    if count > 0 { kept += Array(copying: bytes.extracting(first: count)) }
  }
}
