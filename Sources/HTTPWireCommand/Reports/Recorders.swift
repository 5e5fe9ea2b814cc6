import HTTPWireSession
import HTTPWireSupport
import Synchronization

/// What records the exchanges of one thread's connections: HTTP archives (`--har`) and all bytes (`--trace`).
final class Recorders: Sendable {
  private let settings: OutputSettings
  private let archives = Mutex<[HARRecorder]>([])

  init(_ settings: OutputSettings) { self.settings = settings }

  /// The observers of another connection. An archive needs one for each.
  func observers() -> [any ConnectionObserver] {
    var observers: [any ConnectionObserver] = []
    if settings.harFile != nil {
      let recorder = HARRecorder()
      archives.withLock { $0.append(recorder) }
      observers.append(recorder)
    }
    if let path = settings.traceFile { observers.append(TraceWriter(path)) }
    return observers
  }

  /// Writes the archive of all exchanges. Throws `writing`.
  static func writeArchive(_ recorders: [Recorders], _ settings: OutputSettings) throws(Complaint) {
    guard let path = settings.harFile else { return }
    let logs = recorders.flatMap { $0.archives.withLock { $0.map(\.log) } }
    let log = HARLog(joining: logs)
    if path == "-" { return try StandardOutput.write(log.json) }
    do throws(HTTPException) {
      try log.write(to: path)
    } catch {
      throw Complaint(.writing, Complaint(error).text)
    }
  }
}
