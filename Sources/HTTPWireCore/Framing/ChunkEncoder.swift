/// Writes the chunked transfer coding (RFC 9112 section 7.1), with upper-case hexadecimal sizes and without extensions and trailers.
///
/// ```swift
/// var output: [UInt8] = []
/// ChunkEncoder.append("hello".utf8, to: &output)   // "5\r\nhello\r\n"
/// output += ChunkEncoder.end                       // "0\r\n\r\n"
/// ```
public enum ChunkEncoder {
  /// The bytes of the last chunk and an empty trailer section.
  public static let end: [UInt8] = Array("0\r\n\r\n".utf8)

  /// Appends one chunk. Appends nothing for empty data, because an empty chunk would end the body.
  public static func append(_ data: some Collection<UInt8>, to output: inout [UInt8]) {
    if data.isEmpty { return }
    appendSizeLine(data.count, to: &output)
    output.append(contentsOf: data)
    output.append(ASCII.carriageReturn)
    output.append(ASCII.lineFeed)
  }

  /// Appends the size line of a chunk of `count` bytes.
  package static func appendSizeLine(_ count: Int, to output: inout [UInt8]) {
    output.append(contentsOf: String(count, radix: 16, uppercase: true).utf8)
    output.append(ASCII.carriageReturn)
    output.append(ASCII.lineFeed)
  }
}
