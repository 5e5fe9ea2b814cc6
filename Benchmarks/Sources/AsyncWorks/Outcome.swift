import Glibc

/// What a program prints of its loop.
public struct Outcome: Sendable {
  var seconds = 0.0
  var bytes = 0
  /// The processor's seconds of this process, in user space and in the kernel.
  var processorSeconds = 0.0
  /// By how much the resident memory grew from before the connections were opened, in kB.
  var growth = 0
  var threads = 0

  var line: String { "\(seconds) \(bytes) \(processorSeconds) \(growth) \(threads)" }
}

/// Runs a closure, and notes its time with the number of bytes that it returned. `before` is the resident memory without its connections.
nonisolated(nonsending) func measured(since before: Int, _ body: () async throws -> Int) async throws -> Outcome {
  let clock = ContinuousClock()
  let processorStart = processorSeconds()
  let start = clock.now
  let bytes = try await body()
  let elapsed = (clock.now - start).components
  let used = processorSeconds() - processorStart
  return Outcome(
    seconds: Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18, bytes: bytes, processorSeconds: used,
    growth: status("VmRSS:") - before, threads: status("Threads:"))
}

private func processorSeconds() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

/// A number of `/proc/self/status`.
func status(_ name: String) -> Int {
  let descriptor = open("/proc/self/status", O_RDONLY)
  guard descriptor >= 0 else { return 0 }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: 4096)
  let count = read(descriptor, &bytes, bytes.count)
  let lines = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).split(separator: "\n")
  return lines.first { $0.hasPrefix(name) }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}
