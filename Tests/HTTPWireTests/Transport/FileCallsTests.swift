import HTTPWire
import HTTPWireSupport
import Testing

struct FileCallsTests {
  @Test func `what is written to a pipe is read from it`() throws {
    let (reading, writing) = try Syscalls.makePipe()
    defer { Syscalls.release(reading) }
    #expect(try Syscalls.isCloseOnExec(reading))
    #expect(try Syscalls.isCloseOnExec(writing))
    try Syscalls.writeFile(writing, ([1, 2, 3] as [UInt8]).span)
    Syscalls.release(writing)
    #expect(try read(reading) == [1, 2, 3])
    #expect(try read(reading) == [])
  }

  @Test func `opening what is not there throws with the path`() {
    let error = #expect(throws: HTTPException.self) { try Syscalls.openForReading("/nonexistent/file") }
    #expect(error?.description.contains("/nonexistent/file") == true)
  }

  @Test func `a path with a NUL byte is an invalid argument`() {
    #expect(throws: HTTPException.invalidArgument(#"the path '/dev/null\x00' has a NUL byte"#)) {
      try Syscalls.openForReading("/dev/null\0")
    }
  }

  @Test func `a file is opened close-on-exec`() throws {
    let descriptor = try Syscalls.openForReading("/dev/null")
    defer { Syscalls.release(descriptor) }
    #expect(try Syscalls.isCloseOnExec(descriptor))
    #expect(try read(descriptor) == [])
  }

  @Test func `a deadline of no time has passed, and one of none never does`() {
    #expect(Deadline(after: .zero).hasPassed)
    #expect(Deadline(after: .seconds(-1)).remaining == .zero)
    #expect(Deadline(after: nil).remaining == nil)
    #expect(!Deadline(after: .seconds(Int64.max)).hasPassed)
    #expect(!Deadline(after: .seconds(1e20)).hasPassed)
  }

  private func read(_ descriptor: Int32) throws(HTTPException) -> [UInt8] {
    try [UInt8](capacity: 16) { (free) throws(HTTPException) in _ = try Syscalls.readFile(descriptor, into: &free) }
  }
}
