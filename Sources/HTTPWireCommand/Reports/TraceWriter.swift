import HTTPWireSession
import HTTPWireSupport

/// Writes the steps of a connection and all its bytes to a file (`--trace`).
///
/// It is `@unchecked Sendable` because it is opened in the thread of its connection, which alone uses it.
final class TraceWriter: ConnectionTap, @unchecked Sendable {
  private let writer: DescriptorWriter?

  /// The file has been opened before, so that an error was told then.
  init(_ path: String) { writer = try? SharedFile.writer(path) }

  func observe(_ event: ConnectionEvent, _ context: EventContext) {
    switch event {
    case .connected(let address, _): line(context, "connected to \(address)")
    case .lookUpEnded(let addresses): line(context, "addresses: \(addresses.joined(separator: ", "))")
    case .failed(let error): line(context, "failed: \(Complaint(error).text)")
    case .closed(let reasons): line(context, "closed \(reasons)")
    case .reused: line(context, "connection reused")
    default: break
    }
  }

  func observe(sent bytes: Span<UInt8>, _ context: EventContext) { dump(context, "sent", bytes) }

  func observe(received bytes: Span<UInt8>, _ context: EventContext) { dump(context, "received", bytes) }

  private func write(_ bytes: [UInt8]) {
    do throws(Complaint) { try writer?.write(bytes) } catch { SharedFile.fail(error) }
  }

  private func line(_ context: EventContext, _ text: String) {
    write(Array("== stream \(context.stream), exchange \(context.exchange): \(text)\n".utf8))
  }

  private func dump(_ context: EventContext, _ what: String, _ bytes: Span<UInt8>) {
    line(context, "\(what) \(bytes.count) bytes")
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let row = (start..<min(start + 16, bytes.count)).map { bytes[$0] }
      text += Self.row(start, row)
    }
    write(text)
  }

  /// An offset, up to sixteen bytes in hexadecimal, and the same as text.
  private static func row(_ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    let place = String(offset, radix: 16)
    var row = Array((String(repeating: "0", count: max(0, 4 - place.utf8.count)) + place + ":").utf8)
    for byte in bytes { row += [0x20, digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    row += Array(repeating: 0x20, count: (16 - bytes.count) * 3 + 1)
    return row + bytes.map { 0x20...0x7E ~= $0 ? $0 : UInt8(ascii: ".") } + [0x0A]
  }
}
