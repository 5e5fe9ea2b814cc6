import Digests
import Foundation
import HTTPWireAsync

/// The client's end of a WebSocket: what an echo needs of RFC 6455, on the stream of a connection that has switched protocols. One task may
/// receive while another one sends.
final class WebSocket: Sendable {
  enum Message: CustomStringConvertible {
    case text(String)
    case binary([UInt8])

    var description: String {
      switch self {
      case .text(let text): "text \(text)"
      case .binary(let bytes): "binary of \(bytes.count) bytes from \(bytes.first ?? 0) to \(bytes.last ?? 0)"
      }
    }
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let stream: AsyncHTTPStream

  /// Does the opening handshake (RFC 6455 section 4.1) and takes the stream of the connection over.
  init(_ connection: AsyncHTTPConnection, _ target: String) async throws {
    let key = Data((0..<16).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
    let response = try await connection.request(
      "GET", target,
      headers: ["Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": "13"])
    guard response.status == 101 else { throw Failure(description: "the server answered \(response.status) \(response.reason)") }
    // Proves that the server speaks WebSocket, and answers this request.
    let proof = Data(Digests.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)).base64EncodedString()
    guard response.headers["Sec-WebSocket-Accept"] == proof else { throw Failure(description: "the handshake's proof is wrong") }
    stream = try await response.takeStream()
  }

  func send(_ message: Message) async throws {
    switch message {
    case .text(let text): try await sendFrame(1, Array(text.utf8))
    case .binary(let bytes): try await sendFrame(2, bytes)
    }
  }

  /// Waits for the next message.
  func receive() async throws -> Message {
    while true {
      let (opcode, payload) = try await receiveFrame()
      switch opcode {
      case 1: return .text(String(decoding: payload, as: UTF8.self))
      case 2: return .binary(payload)
      case 8: throw Failure(description: "the server has closed the socket")
      default: continue
      }
    }
  }

  /// Does the closing handshake (RFC 6455 section 7) and closes the stream.
  func close() async throws {
    try await sendFrame(8, [0x03, 0xE8])
    while try await receiveFrame().opcode != 8 {}
    await stream.close()
  }

  /// Sends a frame that is a whole message. A client masks what it sends (RFC 6455 section 5.3).
  private func sendFrame(_ opcode: UInt8, _ payload: [UInt8]) async throws {
    var frame: [UInt8] = [0x80 | opcode]
    switch payload.count {
    case ...125: frame.append(0x80 | UInt8(payload.count))
    case ...65_535: frame += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
    default: throw Failure(description: "this example sends at most 65,535 bytes at a time")
    }
    let mask = (0..<4).map { _ in UInt8.random(in: .min ... .max) }
    frame += mask
    for (position, byte) in payload.enumerated() { frame.append(byte ^ mask[position % 4]) }
    try await stream.write(frame)
  }

  private func receiveFrame() async throws -> (opcode: UInt8, payload: [UInt8]) {
    let head = try await receiveBytes(2)
    guard head[0] & 0x80 != 0, head[1] & 0x80 == 0 else { throw Failure(description: "this example takes no fragments or masks") }
    var count = Int(head[1])
    if count == 126 { count = try await receiveBytes(2).reduce(0) { $0 << 8 | Int($1) } }
    guard count != 127 else { throw Failure(description: "this example takes at most 65,535 bytes at a time") }
    return (head[0] & 0x0F, try await receiveBytes(count))
  }

  private func receiveBytes(_ count: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let piece = try await stream.read(upTo: count - bytes.count)
      if piece.isEmpty { throw Failure(description: "the server has ended the stream") }
      bytes += piece
    }
    return bytes
  }
}
