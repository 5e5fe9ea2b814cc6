#if Compression
import CZlib

/// A zlib decoder. It owns its memory, and uses the caller's memory only during a call.
///
/// It has all the unsafe code of this module. It is safe to use: nobody else has its pointer, and zlib gets the lengths of all memory.
@safe final class ZlibStream {
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

  /// The result of one call.
  struct Step {
    /// The number of input bytes that were used.
    var used = 0
    var output: [UInt8] = []
    /// Whether the stream has ended after these bytes.
    var isEnd = false
  }

  /// Unsafe: made in `init`, freed in `deinit`, and never passed out of this object.
  private let stream: UnsafeMutablePointer<z_stream>

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

  /// Prepares for another stream of the same format.
  func reset() throws(InflateFailure) {
    // Unsafe: the stream lives as long as this object.
    if unsafe inflateReset(stream) != Z_OK { throw .outOfMemory }
  }

  /// Decodes until the input is used up, the stream ends, or there are `size` bytes of output.
  ///
  /// Throws `corrupted` and `outOfMemory`. If a call neither uses input nor has output, there is nothing left to do.
  func step(_ input: ArraySlice<UInt8>, atMost size: Int) throws(InflateFailure) -> Step {
    let given = UInt32(clamping: input.count)
    let room = UInt32(clamping: size)
    var inputLeft = given
    var outputLeft = room
    var status = Z_OK
    // Unsafe: zlib writes at most `room` bytes into an array with that capacity, and returns how many. It reads at most `given` bytes of
    // the input, which are valid during the call. The C wrapper keeps neither address.
    let output = unsafe [UInt8](unsafeUninitializedCapacity: Int(room)) { buffer, count in
      status = unsafe input.withUnsafeBufferPointer { input in
        unsafe httpwire_inflate(stream, input.baseAddress, &inputLeft, buffer.baseAddress, &outputLeft)
      }
      count = Int(room - min(outputLeft, room))
    }
    switch status {
    // Z_BUF_ERROR is not a failure: there was nothing to do.
    case Z_OK, Z_STREAM_END, Z_BUF_ERROR:
      return Step(used: Int(given - min(inputLeft, given)), output: output, isEnd: status == Z_STREAM_END)
    case Z_NEED_DICT: throw .corrupted("it needs a dictionary, which HTTP has no way to name")
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
