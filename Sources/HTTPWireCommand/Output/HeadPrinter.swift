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
      try dump?.write(MessageHead.bytes(of: head))
      if settings.output.includesHead || settings.request.isHead { try output.writeHead(head) }
    } catch {
      complaint = error
    }
  }

  /// Prints the trailers of a body.
  func take(_ trailers: HTTPMessage, of headers: HTTPMessage) throws(Complaint) {
    let lines = MessageHead.lines(of: trailers)
    for line in lines { try dump?.write(line + [0x0D, 0x0A]) }
    if settings.output.includesHead || settings.request.isHead { try output.writeLines(lines, headers) }
  }

  /// Throws what printing has thrown.
  func check() throws(Complaint) { if let complaint { throw complaint } }
}
