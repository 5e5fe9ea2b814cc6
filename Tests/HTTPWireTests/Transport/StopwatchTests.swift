import HTTPWire
import Testing

/// What is left of a timeout, which only an interrupted call asks for.
struct StopwatchTests {
  @Test(arguments: [
    Duration.zero, .seconds(-1), Duration(secondsComponent: .min, attosecondsComponent: 0), .nanoseconds(1),
  ])
  func `a timeout that is over leaves nothing`(timeout: Duration) {
    let watch = Stopwatch(timeout)
    let start = Syscalls.monotonicTime()
    while Syscalls.monotonicTime() - start < .microseconds(1) {}
    #expect(watch.remaining == .zero)
  }

  @Test func `no timeout leaves no end`() {
    #expect(Stopwatch(nil).remaining == nil)
  }

  @Test(arguments: [Duration.seconds(3600), Duration(secondsComponent: .max, attosecondsComponent: 0)])
  func `what is left is the timeout without the time that has passed`(timeout: Duration) throws {
    let watch = Stopwatch(timeout)
    let start = Syscalls.monotonicTime()
    while Syscalls.monotonicTime() - start < .milliseconds(2) {}
    let left = try #require(watch.remaining)
    let whole = min(timeout, .seconds(Int64(Int32.max)))
    #expect(left <= whole - .milliseconds(2))
    #expect(left > whole - .seconds(600))
  }
}
