import Testing

@testable import HTTPWireCore

/// The bytes that no field uses any more are dropped once they are most of a message.
@Suite struct HTTPMessageGrowthTests {
  /// Fields of every kind: duplicates, names that differ by case, Latin-1, text beyond it, bytes that are no UTF-8, nothing.
  static let fields: HTTPMessage = {
    var fields: HTTPMessage = ["A": "1", "b": "\u{E9}", "a": "3", "N\u{F6}": "4", "e": "\u{20AC}", "\u{20AC}": "e", "F": ""]
    fields.add(name: [0xE9, 0x41], value: [0xFF, 0xC3, 0xA9])
    return fields
  }()

  @Test("A message whose field is replaced again and again does not grow without end")
  func replaces() {
    var message = Self.fields
    var largest = 0
    for number in 0..<100_000 {
      message.replace("B", "value \(number)")
      largest = max(largest, message.storage.count)
    }
    #expect(largest < 1024 + 100)
    var expected = Self.fields.items
    expected[1].value = "value 99999"
    #expect(message == HTTPMessage(expected))
  }

  @Test("Nor does one whose fields are removed and added again")
  func removes() {
    var message = Self.fields
    var largest = 0
    for number in 0..<10_000 {
      message.remove("x")
      message.add("X", "value \(number)")
      message.add("x", "\u{20AC}")
      largest = max(largest, message.storage.count)
    }
    #expect(largest < 1024 + 100)
    #expect(message == HTTPMessage(Self.fields.items + [("X", "value 9999"), ("x", "\u{20AC}")]))
    for name in Set(message.keys) { message.remove(name) }
    #expect(message.isEmpty)
  }

  @Test("A message of large fields keeps no more than a few times their bytes")
  func keepsLargeFields() {
    let large = String(repeating: "x", count: 10_000)
    var message: HTTPMessage = ["A": large, "B": ""]
    for number in 0..<1000 {
      message.replace("A", large + "\(number)")
      #expect(message.storage.count < 4 * 10_100 + 10_100)
    }
    #expect(message["a"] == large + "999")
    message.replace("A", "")
    #expect(message.storage.count < 10)
  }

  @Test("Fields survive their moving: order, case, duplicates, and text of each kind")
  func moves() {
    var message = Self.fields
    message.add("Large", String(repeating: "x", count: 10_000))
    message.replace("large", "small")
    // It has been moved.
    #expect(message.storage.count < 100)
    #expect(message == HTTPMessage(Self.fields.items + [("Large", "small")]))
    #expect(message.nameBytes(at: 7) == [0xE9, 0x41] && message.valueBytes(at: 7) == [0xFF, 0xC3, 0xA9])
    #expect(message.getAll("a") == ["1", "3"] && message["n\u{F6}"] == "4" && message["E"] == "\u{20AC}" && message["\u{20AC}"] == "e")
    message.remove("LARGE")
    #expect(message == Self.fields)
  }

  @Test("A response's head keeps its bytes when its fields are changed")
  func leavesTheHead() throws {
    var exchange = ClientExchange()
    try exchange.start(RequestHead("GET", "/"))
    try exchange.finishRequest()
    let fields = "A: b\r\nLarge: " + String(repeating: "x", count: 10_000) + "\r\n\r\n"
    var input = Input("HTTP/1.1 200 Fine\r\n" + fields)
    let found = try exchange.nextHead(&input)
    let head = try #require(found)
    var headers = head.headers
    headers.remove("Large")
    #expect(headers == ["A": "b"] && headers.storage.count < 10)
    #expect(head.reason == "Fine" && latin1(head.fieldLines.joined()) == fields)
  }
}
