package import HTTPWire

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension Syscalls {
  /// Asks for a line on the process's terminal, and does not show what is typed. Nil if there is no terminal.
  package static func readSecret(prompt: String) -> String? {
    // Unsafe: the C string is valid during the call.
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    defer { release(terminal) }
    var usual = termios()
    // Unsafe: these calls fill and read local structures.
    guard unsafe tcgetattr(terminal, &usual) == 0 else { return nil }
    var silent = usual
    silent.c_lflag &= ~tcflag_t(ECHO)
    unsafe tcsetattr(terminal, TCSAFLUSH, &silent)
    defer { unsafe tcsetattr(terminal, TCSAFLUSH, &usual) }
    try? writeFile(terminal, Array(prompt.utf8).span)
    var line: [UInt8] = []
    while let byte = try? [UInt8](
      capacity: 1, initializingWith: { (free) throws(HTTPException) in _ = try readFile(terminal, into: &free) }
    )
    .first, byte != 0x0A {
      line.append(byte)
    }
    try? writeFile(terminal, [0x0A].span)
    return String(validating: line, as: UTF8.self)
  }

  /// When the file at a path was last changed, in seconds since 1970; nil if there is none.
  package static func changeTime(of path: String) -> Int64? {
    if path.utf8.contains(0) { return nil }
    var result = stat()
    // Unsafe: the C string is valid during the call, which fills a local structure.
    guard unsafe stat(path, &result) == 0 else { return nil }
    #if canImport(Darwin)
    return Int64(result.st_mtimespec.tv_sec)
    #else
    return Int64(result.st_mtim.tv_sec)
    #endif
  }

  /// Opens a file for writing, empty. A new file has the permissions that the process's mask leaves.
  package static func openForOverwriting(_ path: String) throws(HTTPException) -> Int32 {
    if path.utf8.contains(0) { throw .invalidArgument("the path \(PythonRepr.string(path)) has a NUL byte") }
    // Unsafe: the C string is valid during the call.
    return try retrying("open", address: path) { unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) }
  }
}
