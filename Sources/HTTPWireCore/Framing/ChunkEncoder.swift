/// Writes the chunked transfer coding (RFC 9112 section 7.1): sizes in upper-case hexadecimal digits, no extensions, no trailers.
public enum ChunkEncoder {
  /// The last chunk and the empty trailer section.
  public static let end: [UInt8] = Array("0\r\n\r\n".utf8)

  /// Appends one chunk. No data, no chunk: an empty one would end the body.
  public static func append(_ data: some Collection<UInt8>, to output: inout [UInt8]) {
    if data.isEmpty { return }
    appendSizeLine(data.count, to: &output)
    output.append(contentsOf: data)
    output.append(ASCII.carriageReturn)
    output.append(ASCII.lineFeed)
  }

  /// Appends the line before a chunk of `count` bytes.
  public static func appendSizeLine(_ count: Int, to output: inout [UInt8]) {
    output.append(contentsOf: String(count, radix: 16, uppercase: true).utf8)
    output.append(ASCII.carriageReturn)
    output.append(ASCII.lineFeed)
  }
}
