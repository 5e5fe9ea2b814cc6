#if Zstandard
import CZstandard

/// A decoder of Zstandard frames (RFC 8878). It owns its memory, and uses the caller's memory only during a call.
///
/// It is safe to use: nobody else has its pointer, and the library gets the lengths of all memory.
@safe final class ZstandardStream: DecodingStream {
  /// The largest window as a power of two: 8 MiB (RFC 9659 section 2). A frame may ask for terabytes, and gets its window when it starts.
  private static let largestWindow: Int32 = 23

  /// Unsafe: made in `init`, freed in `deinit`, and never passed out of this object.
  private let context: OpaquePointer

  /// Throws `outOfMemory`.
  init() throws(InflateFailure) {
    // Unsafe: the call returns a new pointer or NULL, which is checked here.
    guard let context = unsafe httpwire_zstd_new(Self.largestWindow) else { throw .outOfMemory }
    unsafe self.context = unsafe context
  }

  deinit {
    // Unsafe: this is the only place that frees it, and nobody can use it any more.
    unsafe _ = ZSTD_freeDCtx(context)
  }

  func step(_ input: ArraySlice<UInt8>, atMost size: Int) throws(InflateFailure) -> DecodingStep {
    var status = 0
    // Unsafe: the context lives as long as this object.
    var step = unsafe DecodingStep(input, atMost: size, status: &status) { unsafe httpwire_zstd(context, $0, &$1, $2, &$3) }
    if ZSTD_isError(status) != 0 { throw Self.failure(status) }
    step.isEnd = status == 0
    return step
  }

  private static func failure(_ status: Int) -> InflateFailure {
    switch ZSTD_getErrorCode(status) {
    case ZSTD_error_memory_allocation: return .outOfMemory
    case ZSTD_error_dictionary_wrong: return .needsDictionary
    case ZSTD_error_frameParameter_windowTooLarge: return .corrupted("it needs a window of more than 8 MiB, the most that HTTP allows")
    default:
      // Unsafe: the text is a NUL-terminated constant in the library, and is copied.
      guard let words = unsafe ZSTD_getErrorName(status) else { return .corrupted("it is not what it says") }
      return .corrupted(unsafe String(cString: words))
    }
  }
}
#endif
