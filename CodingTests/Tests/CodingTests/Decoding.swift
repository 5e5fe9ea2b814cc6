import HTTPWireCore
import HTTPWireInflate

/// What a body with a field `Content-Encoding` decodes to, when it comes in these pieces.
func decoded(_ field: String, _ pieces: [[UInt8]], _ limits: ContentDecoder.Limits = .init()) throws -> [UInt8] {
  let decoder = ContentDecoder(try ContentCodings(["Content-Encoding": field]), limits: limits)
  var content: [UInt8] = []
  for piece in pieces { try decoder.decode(piece) { content += $0 } }
  try decoder.finish()
  return content
}

/// Bytes in pieces of these sizes, and in one.
func deliveries(_ bytes: [UInt8], _ sizes: [Int] = [1, 3, 1000]) -> [[[UInt8]]] {
  sizes.map { size in
    stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
  } + [[bytes]]
}

/// What is said of a body that can't be decoded; nil if it can.
func complaint(_ field: String, _ pieces: [[UInt8]], _ limits: ContentDecoder.Limits = .init()) throws -> ContentDecodingError? {
  do {
    _ = try decoded(field, pieces, limits)
    return nil
  } catch let error as ContentDecodingError {
    return error
  }
}
