import Foundation
import HTTPWire

/// A port whose connections are never accepted, and whose queue is full, so that opening one more waits.
final class BlackHole: Sendable {
  let port: Int
  private let listener: Int32
  private let fillers: [Int32]

  init() throws {
    let listener = socket(AF_INET, Self.kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        guard listener >= 0, bind(listener, pointer, size) == 0, listen(listener, 0) == 0, getsockname(listener, pointer, &size) == 0 else {
          throw HTTPException.invalidArgument("no listener")
        }
      }
    }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    fillers = (0..<4).map { _ in
      let filler = socket(AF_INET, Self.kind, 0)
      _ = fcntl(filler, F_SETFL, O_NONBLOCK)
      var address = address
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(filler, $0, size) }
      }
      return filler
    }
  }

  deinit {
    for descriptor in fillers + [listener] { close(descriptor) }
  }

  #if canImport(Glibc)
  private static let kind = Int32(SOCK_STREAM.rawValue)
  #else
  private static let kind = SOCK_STREAM
  #endif
}
