import Foundation
import HTTPWire
import Synchronization
import Testing

/// Looking up a name ends by a deadline or a cancel, though the system's call can't be interrupted.
@Suite(.serialized) struct LookUpTests {
  /// A resolver that answers when it is let.
  private final class Answer: Sendable {
    private let isOpen = Atomic<Bool>(false)

    func open() { isOpen.store(true, ordering: .releasing) }

    func wait() {
      while !isOpen.load(ordering: .acquiring) { Thread.sleep(forTimeInterval: 0.005) }
    }
  }

  private static func start(
    _ resolver: Answer, for time: Duration, _ canceller: Canceller? = nil
  ) -> HTTPException? {
    do throws(HTTPException) {
      _ = try LookUp.addresses(of: "h", until: Deadline(after: time), canceller) {
        resolver.wait()
        return []
      }
      return nil
    } catch {
      return error
    }
  }

  private static func waitForThreads() {
    while LookUp.runningThreads > 0 { Thread.sleep(forTimeInterval: 0.005) }
  }

  @Test func `an answer in time is the result, and so is an error`() throws {
    let failure = HTTPException.nameResolution(ResolutionFailure(host: "h", code: 1, message: "no"))
    let found = try LookUp.addresses(of: "h", until: Deadline(after: .seconds(10)), nil) { [] }
    #expect(found.isEmpty)
    #expect(throws: failure) {
      try LookUp.addresses(of: "h", until: Deadline(after: .seconds(10)), nil) { () throws(HTTPException) in throw failure }
    }
    Self.waitForThreads()
  }

  @Test func `a look-up does not outlive the deadline, and its thread is counted until it ends`() {
    let resolver = Answer()
    let start = ContinuousClock.now
    #expect(Self.start(resolver, for: .milliseconds(100)) == .timedOut(.lookingUp))
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(LookUp.runningThreads == 1)
    resolver.open()
    Self.waitForThreads()
  }

  @Test func `a look-up is cancelled`() throws {
    let resolver = Answer()
    let canceller = try HTTPConnection("h").canceller
    let thread = try SystemThread {
      Thread.sleep(forTimeInterval: 0.05)
      canceller.cancel()
    }
    let start = ContinuousClock.now
    #expect(Self.start(resolver, for: .seconds(20), canceller) == .cancelled)
    #expect(ContinuousClock.now - start < .seconds(5))
    thread.join()
    resolver.open()
    Self.waitForThreads()
  }

  @Test func `there are at most so many threads`() {
    let resolver = Answer()
    for _ in 0..<LookUp.mostThreads { #expect(Self.start(resolver, for: .milliseconds(1)) == .timedOut(.lookingUp)) }
    #expect(LookUp.runningThreads == LookUp.mostThreads)
    guard case .nameResolution(let failure) = Self.start(resolver, for: .seconds(10)) else {
      Issue.record("one more was started")
      return
    }
    #expect(failure.message.contains("other look-ups"))
    resolver.open()
    Self.waitForThreads()
    #expect(Self.start(resolver, for: .seconds(10)) == nil)
  }
}
