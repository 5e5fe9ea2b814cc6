import HTTPWire
import HTTPWireTesting
import Synchronization

/// What the clients of a SOCKS proxy have asked for: `5 far.example:80`, with ` user:password` behind it if the client has sent them.
final class SOCKSLog: Sendable {
  private let kept = Mutex<[String]>([])

  var lines: [String] { kept.withLock { $0 } }

  func add(_ line: String) { kept.withLock { $0.append(line) } }
}

/// A SOCKS proxy that leads to one port of this machine, whatever it is asked for. With credentials, a client of version 5 must give these.
func socksServer(
  _ address: LoopbackServer.Address = .ipv4, to port: Int, credentials: String? = nil, _ log: SOCKSLog = SOCKSLog()
) throws(HTTPException) -> LoopbackServer {
  try LoopbackServer(address) { client in
    let isFive = try client.socksByte() == 5
    guard let line = try isFive ? client.readFive(credentials) : client.readFour() else { return }
    log.add(line)
    let far = try TCPDialer().connect(to: ConnectionTarget(host: "127.0.0.1", port: port, timeout: .seconds(10)))
    defer { far.close() }
    try client.send(isFive ? [5, 0, 0, 3, 3, 0x61, 0x2E, 0x62, 0, 80] : [0, 90, 0, 0, 0, 0, 0, 0])
    try client.relay(to: far)
  }
}

extension LoopbackConnection {
  fileprivate func socksByte() throws(HTTPException) -> UInt8 {
    guard let byte = try read(exactly: 1).first else { throw .closed }
    return byte
  }

  private func socksText() throws(HTTPException) -> String {
    String(decoding: try read(exactly: Int(socksByte())), as: UTF8.self)
  }

  private func socksPort() throws(HTTPException) -> Int { Int(try socksByte()) << 8 | Int(try socksByte()) }

  /// Reads what a client of version 5 asks for, behind the version; nil if it was refused.
  fileprivate func readFive(_ wanted: String?) throws(HTTPException) -> String? {
    let methods = try read(exactly: Int(socksByte()))
    var credentials = ""
    if let wanted {
      guard methods.contains(2) else {
        try send([5, 0xFF])
        return nil
      }
      try send([5, 2])
      _ = try socksByte()
      credentials = try " " + socksText() + ":" + socksText()
      let isRight = credentials == " " + wanted
      try send([1, isRight ? 0 : 1])
      guard isRight else { return nil }
    } else {
      try send([5, 0])
    }
    let head = try read(exactly: 4)
    let host =
      switch head.last {
      case 1: try read(exactly: 4).map { String($0) }.joined(separator: ".")
      case 3: try socksText()
      default: try read(exactly: 16).map { String($0, radix: 16) }.joined(separator: ":")
      }
    return "\(head[0]) \(host):\(try socksPort())\(credentials)"
  }

  /// Reads what a client of version 4 asks for, behind the version.
  fileprivate func readFour() throws(HTTPException) -> String {
    _ = try socksByte()
    let port = try socksPort()
    let address = try read(exactly: 4)
    let user = try socksLine()
    let isName = address.starts(with: [0, 0, 0])
    let host = isName ? try socksLine() : address.map { String($0) }.joined(separator: ".")
    return "4 \(host):\(port)" + (user.isEmpty ? "" : " " + user)
  }

  /// Text up to a NUL.
  private func socksLine() throws(HTTPException) -> String {
    var bytes: [UInt8] = []
    while true {
      let byte = try socksByte()
      if byte == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
  }
}
