import HTTPWire
import HTTPWireSupport

/// Prints the heads of responses as they come, with the body (`-i`, `-I`) and to a file (`-D`).
final class HeadPrinter {
  private let settings: Settings
  private let output: Output
  private let dump: DescriptorWriter?
  private var complaint: Complaint?

  /// Opens the file of `-D`, which several URLs share. Throws `writing`.
  init(_ settings: Settings, _ output: Output) throws(Complaint) {
    self.settings = settings
    self.output = output
    dump = try settings.output.headFile.map { (path) throws(Complaint) in try SharedFile.writer(path) }
  }

  /// Prints a head. An error is kept for ``check()``, as an observer can't throw.
  func take(_ head: ResponseHead) {
    if complaint != nil { return }
    do throws(Complaint) {
      if let dump { for line in MessageHead.lines(of: head) { try dump.write(line + [0x0D, 0x0A]) } }
      let isRefused = settings.output.failure == .withoutBody && head.status >= 400 && !settings.request.isHead
      if settings.output.includesHead || settings.request.isHead, !isRefused { try output.writeHead(head) }
    } catch {
      complaint = error
    }
  }

  /// Throws what printing has thrown.
  func check() throws(Complaint) { if let complaint { throw complaint } }
}
