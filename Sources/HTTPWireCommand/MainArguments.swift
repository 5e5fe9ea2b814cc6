/// What C's main calls.
@_cdecl("httpwire_main")
func start(_ count: Int32, _ arguments: UnsafePointer<UnsafePointer<CChar>?>) -> Int32 {
  EntryPoint.run(MainArguments.bytes(count, arguments)).rawValue
}

/// The arguments that the system has given to the program.
enum MainArguments {
  /// The arguments behind the program's name, as bytes.
  static func bytes(_ count: Int32, _ arguments: UnsafePointer<UnsafePointer<CChar>?>) -> [Argument] {
    (1..<max(1, Int(count))).compactMap { index in
      // C ends each of them with a zero byte, and keeps them as long as the program runs.
      guard let start = arguments[index] else { return nil }
      var end = start
      while end.pointee != 0 { end += 1 }
      return Argument(UnsafeBufferPointer(start: start, count: end - start).map { UInt8(bitPattern: $0) })
    }
  }
}
