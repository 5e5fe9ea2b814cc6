import HTTPWireCore
import Synchronization

/// Reports the progress of an upload.
package final class UploadWatch: ConnectionObserver {
  private struct State {
    var sent = 0
    var total: Int?
    var began = ContinuousClock.now
  }

  private let report: @Sendable (TransferProgress) -> Void
  private let state = Mutex(State())

  package init(_ report: @escaping @Sendable (TransferProgress) -> Void) { self.report = report }

  package func observe(_ event: ConnectionEvent, _ context: EventContext) {
    switch event {
    case .requestBegan(let head):
      // A request that is sent again starts over.
      state.withLock { $0 = State(sent: 0, total: Self.length(head), began: context.time) }
    case .bodySent(let count):
      let progress = state.withLock { state in
        state.sent = state.sent.addingReportingOverflow(count).partialValue
        return TransferProgress(bytes: state.sent, total: state.total, resumed: 0, elapsed: context.time - state.began)
      }
      report(progress)
    default: break
    }
  }

  /// The `Content-Length` of a request's head.
  private static func length(_ head: [UInt8]) -> Int? {
    let name = Array("\r\ncontent-length: ".utf8)
    let lowered = head.map { ASCII.lowercased($0) }
    guard lowered.count >= name.count, let start = (0...lowered.count - name.count).first(where: { lowered[$0...].starts(with: name) })
    else { return nil }
    return Int(String(decoding: lowered[(start + name.count)...].prefix { ASCII.isDigit($0) }, as: UTF8.self))
  }
}
