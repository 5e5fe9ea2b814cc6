import Glibc

/// The arguments of the command line.
struct Job {
  let work: String
  let port: Int
  let amount: Int
  let file: String?

  /// The file, for works that need one.
  func requiredFile() throws -> String {
    guard let file else { throw BadUsage(what: "\(work) needs a file") }
    return file
  }

  var unknown: BadUsage { BadUsage(what: "no work is named \(work)") }
}

struct BadUsage: Error {
  let what: String
}

struct Outcome {
  var seconds = 0.0
  var bytes = 0
  /// The peaks of the resident memory in kB after the first 100 MB of a stream and at its end.
  var peaks: [Int] = []
}

/// Runs a closure, and returns its time with the number of bytes that it returned.
func timed(_ body: () throws -> Int) rethrows -> Outcome {
  let clock = ContinuousClock()
  let start = clock.now
  let bytes = try body()
  let elapsed = (clock.now - start).components
  return Outcome(seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18, bytes: bytes)
}

/// The first 4096 bytes of a file, read without Foundation, which would take most of this program's memory.
func contents(of path: String) throws -> [UInt8] {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { throw BadUsage(what: "\(path) cannot be opened") }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: 4096)
  let count = Glibc.read(descriptor, &bytes, bytes.count)
  return Array(bytes.prefix(max(count, 0)))
}

/// The peak of this process's resident memory in kB (`VmHWM`).
func peakResidentMemory() -> Int {
  guard let status = try? contents(of: "/proc/self/status") else { return 0 }
  let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}
