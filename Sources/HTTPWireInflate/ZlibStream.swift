import CZlib

/// One zlib decoder, which owns its memory and never sees more of the caller's than one call lends it.
///
/// All unsafe code of this module is here. It is safe to use: nobody else has the pointer, and the bytes that are lent are bounded.
@safe final class ZlibStream {
  /// What stands around the compressed bytes.
  enum Wrapper {
    /// RFC 1952: a header and a CRC-32 with the length, which zlib checks.
    case gzip
    /// RFC 1950: a header and an Adler-32, which zlib checks.
    case zlib
    /// RFC 1951: nothing.
    case none

    /// zlib's way to say so: the window's size as a power of two, with 16 added for gzip, negated for none.
    fileprivate var windowBits: Int32 {
      switch self {
      case .gzip: 15 + 16
      case .zlib: 15
      case .none: -15
      }
    }
  }

  /// What one call did.
  struct Step {
    /// How many bytes of the input were used.
    var used = 0
    var output: [UInt8] = []
    /// Whether the stream has ended with them.
    var isEnd = false
  }

  /// Unsafe: made in `init`, freed in `deinit`, and handed to nobody.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Throws `outOfMemory`.
  init(_ wrapper: Wrapper) throws(InflateFailure) {
    // Unsafe: a pointer or NULL, which is asked about before it is kept.
    guard let stream = unsafe httpwire_inflate_new(wrapper.windowBits) else { throw .outOfMemory }
    unsafe self.stream = unsafe stream
  }

  deinit {
    // Unsafe: the one place that frees it, when nobody can use it any more.
    unsafe httpwire_inflate_free(stream)
  }

  /// Makes ready for another stream of the same kind.
  func reset() throws(InflateFailure) {
    // Unsafe: the stream is there as long as this object is.
    if unsafe inflateReset(stream) != Z_OK { throw .outOfMemory }
  }

  /// Decodes until the input is used, the stream ends or `size` bytes have come out, whichever is first.
  ///
  /// Throws `corrupted` and `outOfMemory`. A call that neither uses nor gives anything has no more to do.
  func step(_ input: ArraySlice<UInt8>, atMost size: Int) throws(InflateFailure) -> Step {
    let given = UInt32(clamping: input.count)
    let room = UInt32(clamping: size)
    var inputLeft = given
    var outputLeft = room
    var status = Z_OK
    // Unsafe: zlib writes at most `room` bytes into an array that has room for them, and says how many; it reads at most `given` bytes of
    // the input, whose loan lasts as long as the call. The wrapper in C keeps neither address.
    let output = unsafe [UInt8](unsafeUninitializedCapacity: Int(room)) { buffer, count in
      status = unsafe input.withUnsafeBufferPointer { input in
        unsafe httpwire_inflate(stream, input.baseAddress, &inputLeft, buffer.baseAddress, &outputLeft)
      }
      count = Int(room - min(outputLeft, room))
    }
    switch status {
    // Z_BUF_ERROR is no failure: there was nothing to do.
    case Z_OK, Z_STREAM_END, Z_BUF_ERROR:
      return Step(used: Int(given - min(inputLeft, given)), output: output, isEnd: status == Z_STREAM_END)
    case Z_NEED_DICT: throw .corrupted("it needs a dictionary, which HTTP has no way to name")
    case Z_MEM_ERROR: throw .outOfMemory
    default: throw .corrupted(reason)
    }
  }

  /// zlib's words for the last failure.
  private var reason: String {
    // Unsafe: the words are a constant of zlib's that ends with a NUL, and are copied.
    guard let words = unsafe stream.pointee.msg else { return "it is not what it says" }
    return unsafe String(cString: words)
  }
}
