import HTTPWireCore
import Testing

/// Changes of a message that `http.client` has no name for.
@Suite struct HTTPMessageChangeTests {
  private static func lines(_ message: HTTPMessage) -> [String] { message.map { "\($0.name): \($0.value)" } }

  private static let fields: HTTPMessage = ["A": "1", "B": "2", "a": "3", "C": "4"]

  @Test(
    "set leaves one field of the name, where the first was",
    arguments: [
      ("A", ["A: x", "B: 2", "C: 4"]), ("a", ["A: x", "B: 2", "C: 4"]), ("b", ["A: 1", "B: x", "a: 3", "C: 4"]),
      ("C", ["A: 1", "B: 2", "a: 3", "C: x"]), ("D", ["A: 1", "B: 2", "a: 3", "C: 4", "D: x"]),
    ])
  func setReplaces(_ name: String, _ expected: [String]) {
    var message = Self.fields
    message.set(name, "x")
    #expect(Self.lines(message) == expected)
  }

  @Test(
    "merge replaces all fields of a name by all of the other's",
    arguments: [
      ([:], ["A: 1", "B: 2", "a: 3", "C: 4"]), (["a": "x"], ["B: 2", "C: 4", "a: x"]),
      (["B": "x", "D": "y", "b": "z"], ["A: 1", "a: 3", "C: 4", "B: x", "D: y", "b: z"]),
      (["A": "x", "B": "y", "C": "z"], ["A: x", "B: y", "C: z"]),
    ] as [(HTTPMessage, [String])])
  func mergeReplaces(_ other: HTTPMessage, _ expected: [String]) {
    var message = Self.fields
    message.merge(other)
    #expect(Self.lines(message) == expected)
    #expect(Self.lines(Self.fields.merging(other)) == expected)
  }

  @Test("What is merged keeps its bytes, in whichever charset")
  func mergeKeepsBytes() {
    var other: HTTPMessage = ["X": "\u{E9}", "Y": "\u{20AC}"]
    other.add(name: "Z".utf8, value: [0xC3, 0xA9])
    #expect(HTTPMessage().merging(other) == other)
    #expect(other.merging(other) == other)
  }

  @Test("A dictionary's fields are sorted by name")
  func dictionaryIsSorted() {
    #expect(Self.lines(HTTPMessage(dictionary: ["b": "2", "C": "3", "a": "1"])) == ["C: 3", "a: 1", "b: 2"])
    #expect(HTTPMessage(dictionary: [:]).isEmpty)
  }

  @Test("Integers are written in decimal")
  func integersAreDecimal() {
    var message: HTTPMessage = ["A": "x"]
    message.set("A", 42)
    message.add("B", UInt64.max)
    message.add("C", -1)
    #expect(Self.lines(message) == ["A: 42", "B: 18446744073709551615", "C: -1"])
  }

  @Test("A message that is set often does not grow")
  func setDoesNotGrow() {
    var message: HTTPMessage = ["A": "x", "B": "y", "a": "z"]
    for number in 0..<10_000 { message.set("A", number) }
    #expect(Self.lines(message) == ["A: 9999", "B: y"])
  }
}
