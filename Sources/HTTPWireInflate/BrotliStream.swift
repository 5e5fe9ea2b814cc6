#if Brotli
import CBrotli

/// A brotli decoder (RFC 7932). It owns its memory, of which the window is at most 16 MiB, and uses the caller's memory only during a call.
///
/// It is safe to use: nobody else has its pointer, and the library gets the lengths of all memory.
@safe final class BrotliStream: DecodingStream {
  /// Unsafe: made in `init`, freed in `deinit`, and never passed out of this object.
  private let state: OpaquePointer

  /// Throws `outOfMemory`.
  init() throws(InflateFailure) {
    // Unsafe: the call returns a new pointer or NULL, which is checked here. Without functions of the caller's it uses malloc and free.
    guard let state = unsafe BrotliDecoderCreateInstance(nil, nil, nil) else { throw .outOfMemory }
    unsafe self.state = unsafe state
  }

  deinit {
    // Unsafe: this is the only place that frees it, and nobody can use it any more.
    unsafe BrotliDecoderDestroyInstance(state)
  }

  func step(_ input: ArraySlice<UInt8>, atMost size: Int) throws(InflateFailure) -> DecodingStep {
    var status = BROTLI_DECODER_RESULT_ERROR
    // Unsafe: the state lives as long as this object.
    var step = unsafe DecodingStep(input, atMost: size, status: &status) { unsafe httpwire_brotli(state, $0, &$1, $2, &$3) }
    if status == BROTLI_DECODER_RESULT_ERROR { throw failure }
    step.isEnd = status == BROTLI_DECODER_RESULT_SUCCESS
    return step
  }

  /// What is wrong, after a call has failed. The library has a name for each reason, such as `PADDING_1`.
  private var failure: InflateFailure {
    // Unsafe: the state lives as long as this object.
    let code = unsafe BrotliDecoderGetErrorCode(state)
    let allocations = BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES.rawValue...BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES.rawValue
    if allocations.contains(code.rawValue) { return .outOfMemory }
    // Unsafe: the text is a NUL-terminated constant in the library, and is copied.
    guard let words = unsafe BrotliDecoderErrorString(code) else { return .corrupted("it is not what it says") }
    return .corrupted(unsafe String(cString: words))
  }
}
#endif
