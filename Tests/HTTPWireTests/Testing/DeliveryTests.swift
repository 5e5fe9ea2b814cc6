import HTTPWireTesting
import Testing

struct DeliveryTests {
  @Test(arguments: Delivery.all + [.cuts([3, 1, 1, 99, -1, 0]), .cuts([]), .random(seed: 3, longest: 0)])
  func `no delivery loses, adds or reorders a byte, or has an empty piece`(delivery: Delivery) {
    let bytes = Array("HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody\r".utf8)
    let pieces = delivery.pieces(of: bytes)
    #expect(Array(pieces.joined()) == bytes)
    #expect(pieces.allSatisfy { !$0.isEmpty })
    #expect(delivery.pieces(of: []).isEmpty)
  }

  @Test(arguments: [
    (Delivery.whole, ["a\r\nb\r\n\r\nc"]),
    (.byteByByte, ["a", "\r", "\n", "b", "\r", "\n", "\r", "\n", "c"]),
    (.lineByLine, ["a\r\n", "b\r\n", "\r\n", "c"]),
    (.insideLineEnds, ["a\r", "\nb\r", "\n\r", "\nc"]),
    (.cuts([1, 4]), ["a", "\r\nb", "\r\n\r\nc"]),
    (.cuts([4, 1, 4, 0, 9, 77]), ["a", "\r\nb", "\r\n\r\nc"]),
  ])
  func `each delivery cuts where it says`(delivery: Delivery, pieces: [String]) {
    #expect(delivery.pieces(of: "a\r\nb\r\n\r\nc").map { String(decoding: $0, as: UTF8.self) } == pieces)
  }

  @Test func `a seed repeats its cuts, and another one cuts elsewhere`() {
    let bytes = [UInt8](repeating: 7, count: 1000)
    #expect(Delivery.random(seed: 1).pieces(of: bytes) == Delivery.random(seed: 1).pieces(of: bytes))
    #expect(Delivery.random(seed: 1).pieces(of: bytes) != Delivery.random(seed: 2).pieces(of: bytes))
    #expect(Delivery.random(seed: 1, longest: 3).pieces(of: bytes).allSatisfy { $0.count <= 3 })
  }
}
