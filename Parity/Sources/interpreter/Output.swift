import Foundation

/// The two things that go to standard output: the traces, and what a response that was made over a stream prints of itself, for which
/// there is no sink. A file takes the place of standard output for the latter.
final class Output {
  private let traces: Int32
  private let printed: Int32
  /// Open as long as the process is.
  private let file: UnsafeMutablePointer<FILE>

  /// Nil where the system has no more descriptors, or no room for a file.
  init?() {
    guard let file = tmpfile() else { return nil }
    traces = dup(STDOUT_FILENO)
    printed = fileno(file)
    self.file = file
    guard traces >= 0, dup2(printed, STDOUT_FILENO) >= 0 else { return nil }
  }

  /// Writes a trace; false when nobody reads any more.
  func write(_ trace: [UInt8]) -> Bool {
    trace.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(traces, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno != EINTR { return false }
        rest = rest.dropFirst(max(count, 0))
      }
      return true
    }
  }

  /// The lines that were printed since this was asked last.
  func takePrinted() -> [String] {
    fflush(nil)
    let size = Int(lseek(printed, 0, SEEK_END))
    guard size > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: size)
    let count = bytes.withUnsafeMutableBytes { pread(printed, $0.baseAddress, size, 0) }
    ftruncate(printed, 0)
    lseek(printed, 0, SEEK_SET)
    let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    return Array(Run.lines(of: text).dropLast())
  }
}
