import HTTPWireCore
import Testing

/// Good replies with seeded random faults: whatever comes of them must not depend on the delivery, and nothing may trap.
@Suite struct MutationTests {
  static let replies: [[UInt8]] =
    TruncationTests.replies.map { bytes($0.text) } + [
      bytes("HTTP/1.1 200 OK\nA: b\nContent-Length: 3\nConnection: keep-alive, close\n\nabc"),
      bytes("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n"),
      bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n0000000a;q=\"x\"\r\n0123456789\r\n00\r\n\r\n"),
    ]

  /// Bytes that mean something to a parser, and are therefore likelier than others.
  private static let meaningful = bytes("\r\n\r\n\r\n \t:;,0123456789abcfxX+-_\u{0}\u{7F}\u{80}\u{85}\u{A0}\u{FF}HTTP/.")

  /// A reply with one to four bytes replaced, put in, taken out, doubled or cut off.
  static func mutated(seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var reply = replies[Int(generator.next() % UInt64(replies.count))]
    for _ in 0...Int(generator.next() % 4) where !reply.isEmpty {
      let position = Int(generator.next() % UInt64(reply.count))
      let byte =
        generator.next() % 4 == 0
        ? UInt8(truncatingIfNeeded: generator.next()) : meaningful[Int(generator.next() % UInt64(meaningful.count))]
      switch generator.next() % 8 {
      case 0...2: reply[position] = byte
      case 3...4: reply.insert(byte, at: position)
      case 5: reply.remove(at: position)
      case 6: reply.insert(contentsOf: reply[position..<min(position + 8, reply.count)], at: position)
      default: if generator.next() % 4 == 0 { reply.removeSubrange(position...) }
      }
    }
    return reply
  }

  @Test("A faulty reply comes to the same however it arrives", arguments: Preset.allCases)
  func dependsOnNoDelivery(_ preset: Preset) {
    for seed in 1...3000 as ClosedRange<UInt64> {
      let reply = Self.mutated(seed: seed)
      #expect(Self.isSameEitherWay(reply, preset), "seed \(seed): \(latin1(reply))")
      #expect(!Outcome(.whole(reply), ends: true, preset: preset).isStalled, "seed \(seed)")
    }
  }

  /// Whether a reply comes to the same whole and byte by byte, but for excess data that is there at the body's end or not yet.
  private static func isSameEitherWay(_ reply: [UInt8], _ preset: Preset) -> Bool {
    var whole = Outcome(.whole(reply), ends: true, preset: preset)
    let byBytes = Outcome(.byteByByte(reply), ends: true, preset: preset)
    if !byBytes.closeReasons.contains(.excessData) { whole.closeReasons.remove(.excessData) }
    return byBytes == whole
  }

  @Test("Any byte in any place of a head comes to the same however it arrives", arguments: Preset.allCases)
  func agreesOnEachByte(_ preset: Preset) {
    // Lines that are there as a whole are taken quickly, those that come in pieces with care.
    let good = bytes("HTTP/1.1 200 OK\r\nA-b9: c d\r\nContent-Length: 0\r\n\r\n")
    for position in good.indices {
      for byte in UInt8.min...UInt8.max {
        var reply = good
        reply[position] = byte
        #expect(Self.isSameEitherWay(reply, preset), "\(byte) at \(position)")
      }
    }
  }

  @Test("A response without close reasons took the reply to its last byte", arguments: Preset.allCases)
  func leavesNothing(_ preset: Preset) {
    for seed in 3001...4000 as ClosedRange<UInt64> {
      let outcome = Outcome(.whole(Self.mutated(seed: seed)), ends: true, preset: preset)
      if outcome.error != nil { #expect(!outcome.closeReasons.isEmpty, "seed \(seed)") }
      if outcome.closeReasons.isEmpty { #expect(outcome.unread == 0, "seed \(seed)") }
    }
  }

  @Test("What the default accepts, it accepts with the length that CPython reads, or CPython reads on")
  func agreesOnLengths() {
    // Where both presets find a body's end in its head, it is the same end.
    for seed in 5001...6000 as ClosedRange<UInt64> {
      let reply = Self.mutated(seed: seed)
      let standard = Outcome(.whole(reply), ends: true, preset: .standard)
      let python = Outcome(.whole(reply), ends: true, preset: .python)
      guard case .length(let length) = standard.framing, case .length(let other) = python.framing else { continue }
      if standard.interim == python.interim { #expect(length == other, "seed \(seed): \(latin1(reply))") }
    }
  }
}
