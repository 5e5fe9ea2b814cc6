#if Compression
import CZlib

/// A zlib decoder. It owns its memory, and uses the caller's memory only during a call.
///
/// It is safe to use: nobody else has its pointer, and zlib gets the lengths of all memory.
@safe final class ZlibStream: DecodingStream {
  /// The format around the compressed bytes.
  enum Wrapper {
    /// RFC 1952: a header and a CRC-32 with the length, which zlib checks.
    case gzip
    /// RFC 1950: a header and an Adler-32, which zlib checks.
    case zlib
    /// RFC 1951: no header and no checksum.
    case none

    /// zlib's parameter for the format: the window's size as a power of two, plus 16 for gzip, negative for raw deflate.
    fileprivate var windowBits: Int32 {
      switch self {
      case .gzip: 15 + 16
      case .zlib: 15
      case .none: -15
      }
    }
  }

  /// Unsafe: made in `init`, freed in `deinit`, and never passed out of this object.
  private let stream: UnsafeMutablePointer<z_stream>
  private var hasEnded = false

  /// Throws `outOfMemory`.
  init(_ wrapper: Wrapper) throws(InflateFailure) {
    // Unsafe: the call returns a new pointer or NULL, which is checked here.
    guard let stream = unsafe httpwire_inflate_new(wrapper.windowBits) else { throw .outOfMemory }
    unsafe self.stream = unsafe stream
  }

  deinit {
    // Unsafe: this is the only place that frees it, and nobody can use it any more.
    unsafe httpwire_inflate_free(stream)
  }

  func step(_ input: ArraySlice<UInt8>, atMost size: Int) throws(InflateFailure) -> DecodingStep {
    // Unsafe: the stream lives as long as this object.
    if hasEnded, unsafe inflateReset(stream) != Z_OK { throw .outOfMemory }
    var status = Z_OK
    // Unsafe: the stream lives as long as this object.
    var step = unsafe DecodingStep(input, atMost: size, status: &status) { unsafe httpwire_inflate(stream, $0, &$1, $2, &$3) }
    hasEnded = status == Z_STREAM_END
    step.isEnd = hasEnded
    switch status {
    // Z_BUF_ERROR is not a failure: there was nothing to do.
    case Z_OK, Z_STREAM_END, Z_BUF_ERROR: return step
    case Z_NEED_DICT: throw .needsDictionary
    case Z_MEM_ERROR: throw .outOfMemory
    default: throw .corrupted(reason)
    }
  }

  /// zlib's text for the last failure.
  private var reason: String {
    // Unsafe: the text is a NUL-terminated constant in zlib, and is copied.
    guard let words = unsafe stream.pointee.msg else { return "it is not what it says" }
    return unsafe String(cString: words)
  }
}
#endif
