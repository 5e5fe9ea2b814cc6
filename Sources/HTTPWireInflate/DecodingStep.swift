/// A library's decoder of one format.
///
/// Once a stream has ended, the next call starts another one of the same format, if the format has several one after the other.
protocol DecodingStream: AnyObject {
  /// Decodes until the input is used up, the stream ends, or there are `size` bytes of output.
  ///
  /// Throws `corrupted` and `outOfMemory`. If a call neither uses input nor has output, there is nothing left to do.
  func step(_ input: ArraySlice<UInt8>, atMost size: Int) throws(InflateFailure) -> DecodingStep
}

/// The result of one call of a library's decoder.
struct DecodingStep {
  /// The number of input bytes that were used.
  var used = 0
  var output: [UInt8] = []
  /// Whether the stream has ended after these bytes.
  var isEnd = false

  /// Lends a library the input and an array of `size` bytes for one call of a C function.
  ///
  /// The function gets the input with its count, and the output's memory with its size. It sets the two counts to what is left of them.
  init<Status>(
    _ input: ArraySlice<UInt8>, atMost size: Int, status: inout Status,
    _ call: (UnsafePointer<UInt8>?, inout Int, UnsafeMutablePointer<UInt8>?, inout Int) -> Status
  ) {
    let given = input.count
    var inputLeft = given
    var outputLeft = size
    // Unsafe: the function writes at most `size` bytes into an array with that capacity, and says how many. It reads at most `given` bytes
    // of the input, which are valid during the call. The C wrappers keep neither address.
    output = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      status = unsafe input.withUnsafeBufferPointer { input in
        unsafe call(input.baseAddress, &inputLeft, buffer.baseAddress, &outputLeft)
      }
      count = size - min(max(outputLeft, 0), size)
    }
    used = given - min(max(inputLeft, 0), given)
  }
}
