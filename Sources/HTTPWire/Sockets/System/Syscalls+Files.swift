#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// Opens a file for reading.
  package static func openForReading(_ path: String) throws(HTTPException) -> Int32 {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    // Unsafe: the C string is valid during the call.
    return try retrying("open", address: path) { unsafe open(path, O_RDONLY | O_CLOEXEC) }
  }

  /// Reads from a file or pipe into the buffer's free capacity, but at most `limit` bytes. Returns the number of bytes read; 0 at the end.
  /// It waits for bytes also if the descriptor is non-blocking: a standard descriptor is shared with processes that may have made it so.
  package static func readFile(
    _ descriptor: Int32, into buffer: inout OutputSpan<UInt8>, atMost limit: Int = .max
  ) throws(HTTPException) -> Int {
    // Unsafe: the call writes only to the free part of the span, and `count` grows by the bytes it wrote.
    try unsafe buffer.withUnsafeMutableBufferPointer { (bytes, count) throws(HTTPException) in
      let free = bytes.extracting(count...)
      let received = try waiting("read", for: POLLIN, of: descriptor) {
        unsafe read(descriptor, free.baseAddress, min(limit, free.count))
      }
      count += received
      return received
    }
  }

  /// The names in a directory. None if it can't be read.
  static func entries(ofDirectory path: String) -> [String] {
    // Unsafe: the directory is open until this returns. An entry is valid until the next one is read, and its name is copied before.
    guard let directory = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe entry.pointee.d_name
      names.append(unsafe withUnsafeBytes(of: name) { unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    return names
  }

  /// The size of a regular file in bytes; nil for a file of another kind, and for one whose size is no `Int`.
  package static func fileSize(_ descriptor: Int32) throws(HTTPException) -> Int? {
    var status = stat()
    // Unsafe: the call fills a local structure.
    _ = try retrying("fstat") { unsafe fstat(descriptor, &status) }
    return status.st_mode & S_IFMT == S_IFREG ? Int(exactly: status.st_size) : nil
  }

  /// The position of an open file. Throws `system` for a pipe, which has none.
  static func filePosition(_ descriptor: Int32) throws(HTTPException) -> Int {
    Int(try retrying("lseek") { lseek(descriptor, 0, SEEK_CUR) })
  }

  /// Moves the position of an open file.
  static func setFilePosition(_ descriptor: Int32, _ position: Int) throws(HTTPException) {
    guard let offset = off_t(exactly: position) else { throw .invalidArgument("no file can have a byte \(position)") }
    _ = try retrying("lseek") { lseek(descriptor, offset, SEEK_SET) }
  }

  /// Whether a file has a byte at a position. The file's own position stays.
  static func hasByte(_ descriptor: Int32, at position: Int) throws(HTTPException) -> Bool {
    var byte: UInt8 = 0
    // Unsafe: the call writes at most one byte, to a local variable.
    return try retrying("pread") { unsafe pread(descriptor, &byte, 1, off_t(position)) } > 0
  }

  /// Whether a read would not wait. It is so for every regular file, and at the end of a pipe.
  static func isReadable(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Unsafe: the call reads and writes one local structure.
    return unsafe poll(&entry, 1, 0) > 0
  }

  /// Opens a file for writing, empty. A new file is readable by its owner alone; an existing one keeps its permissions.
  static func openEmpty(_ path: String) throws(HTTPException) -> Int32 {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    // Unsafe: the C string is valid during the call.
    return try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600) }
  }

  /// Writes all the bytes to a file, pipe or terminal. It waits for room also if the descriptor is non-blocking.
  package static func writeFile(_ descriptor: Int32, _ bytes: Span<UInt8>, address: String? = nil) throws(HTTPException) {
    // Unsafe: the pointer is valid while the closure runs, and each call gets only the bytes that are not written yet.
    try unsafe bytes.withUnsafeBytes { (bytes) throws(HTTPException) in
      var rest = unsafe bytes[...]
      while unsafe !rest.isEmpty {
        let piece = unsafe UnsafeRawBufferPointer(rebasing: rest)
        let count = try waiting("write", for: POLLOUT, of: descriptor, address: address) {
          unsafe write(descriptor, piece.baseAddress, piece.count)
        }
        unsafe rest = rest.dropFirst(count)
      }
    }
  }

  /// Repeats a call until no signal interrupts it and the descriptor is ready for it. The descriptor's flags are left as they are, because
  /// they belong to every process that shares it.
  private static func waiting(
    _ operation: String, for event: some BinaryInteger, of descriptor: Int32, address: String? = nil, _ call: () -> Int
  ) throws(HTTPException) -> Int {
    while true {
      let result = call()
      if result >= 0 { return result }
      switch errno {
      case EINTR: continue
      case EAGAIN, EWOULDBLOCK:
        var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        // Unsafe: the call reads and writes one local structure.
        _ = try retrying("poll") { unsafe poll(&entry, 1, -1) }
      case let code: throw failure(operation, code, address: address)
      }
    }
  }

  /// Closes a descriptor. Throws the call's error: some file systems report a full disk only then.
  package static func closeChecked(_ descriptor: Int32, address: String? = nil) throws(HTTPException) {
    // EINTR is not retried, because the descriptor is closed already.
    if close(descriptor) != 0, errno != EINTR { throw failure("close", errno, address: address) }
  }
}
