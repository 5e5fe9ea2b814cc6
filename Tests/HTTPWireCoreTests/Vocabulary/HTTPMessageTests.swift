import Testing

@testable import HTTPWireCore

@Suite struct HTTPMessageTests {
  static let sample: HTTPMessage = ["A": "1", "b": "2", "a": "3"]

  @Test("Fields keep order, duplicates and case")
  func keepsFields() {
    #expect(Self.sample.keys == ["A", "b", "a"])
    #expect(Self.sample.values == ["1", "2", "3"])
    #expect(Self.sample.items.map { "\($0.name)=\($0.value)" } == ["A=1", "b=2", "a=3"])
    #expect(Self.sample.count == 3)
    #expect(Self.sample.map(\.name) == Self.sample.keys)
  }

  @Test("Names are looked up without regard to case", arguments: ["A", "a"])
  func looksUpAnyCase(_ name: String) {
    #expect(Self.sample[name] == "1")
    #expect(Self.sample.get(name) == "1")
    #expect(Self.sample.getAll(name) == ["1", "3"])
    #expect(Self.sample.contains(name))
  }

  @Test(
    "A name or value that only begins or ends as the one looked for is another",
    arguments: [
      ("connection", "close", true, true), ("CONNECTION", "Close", true, true), ("connection-x", "close, x", false, false),
      ("x-connection", "xclose", false, false), ("connectio", "clos", false, false), ("", "", false, false),
    ])
  func comparesWhole(_ name: String, _ value: String, isName: Bool, isValue: Bool) {
    // What follows in the storage must not complete the name or the value.
    let message: HTTPMessage = ["a": "b", name: value, "n": "e"]
    #expect(message.hasName("connection", at: 1) == isName)
    #expect(message.hasValue("close", at: 1) == isValue)
  }

  @Test("A missing name has no value", arguments: ["", "ab", "c", "A ", "é"])
  func missesNames(_ name: String) {
    #expect(Self.sample[name] == nil)
    #expect(Self.sample.get(name, default: "d") == "d")
    #expect(Self.sample.getAll(name).isEmpty)
    #expect(!Self.sample.contains(name))
  }

  @Test("A dictionary has the first value under each spelling, as dict(msg) has")
  func makesDictionary() {
    #expect(Self.sample.dictionary == ["A": "1", "a": "1", "b": "2"])
  }

  @Test("Replacing keeps place and case, and needs a field")
  func replaces() {
    var message = Self.sample
    let longer = message.replace("B", "longer")
    let missing = message.replace("c", "x")
    #expect(longer && !missing)
    #expect(message == ["A": "1", "b": "longer", "a": "3"])
  }

  @Test("Removing takes every field of the name")
  func removes() {
    var message = Self.sample
    message.remove("a")
    message.remove("c")
    #expect(message == ["b": "2"])
  }

  @Test("Text in and beyond Latin-1 comes back as it was", arguments: ["é", "€", "😀", "\u{0}\u{7F}\u{80}\u{FF}", ""])
  func keepsText(_ text: String) {
    var message = HTTPMessage()
    message.add("X-" + text, text)
    #expect(message.keys == ["X-" + text])
    #expect(message["x-" + text] == text)
    let replaced = message.replace("x-" + text, text + "!")
    #expect(replaced && message.values == [text + "!"])
  }

  @Test("Bytes that would be another name's UTF-8 are not taken for it")
  func tellsCharsetsApart() {
    var message = HTTPMessage()
    message.add("Ã©", "Latin-1")
    #expect(message["é"] == nil)
    #expect(message["Ã©"] == "Latin-1")
    message.add("é", "the right one")
    #expect(message["é"] == "the right one")
  }

  @Test("Fields given as bytes are Latin-1")
  func addsBytes() throws {
    var message = HTTPMessage()
    message.add(name: [0x41], value: [0xE9])
    #expect(message["a"] == "é")
    var head = try RequestHead("GET", "/")
    try head.add(message)
    message.add("A", "€")
    #expect(throws: HTTPException.notEncodable(part: "header value", text: "€")) { try head.add(message) }
  }

  @Test("Equality takes order, case and values in")
  func compares() {
    #expect(Self.sample == HTTPMessage(Self.sample.items))
    #expect(Self.sample != ["a": "1", "b": "2", "A": "3"])
    #expect(Self.sample != ["A": "1", "a": "3", "b": "2"])
    #expect(Self.sample != ["A": "1", "b": "2"])
    #expect(HTTPMessage(dictionaryLiteral: ("A", "â\u{82}¬")) != ["A": "€"])
  }

  @Test("The description is Python's text of the message, folded lines with line feeds")
  func describes() {
    #expect(Self.sample.description == "A: 1\nb: 2\na: 3\n\n")
    let folded: HTTPMessage = ["A": "b\r\n c\r\td\n e\r"]
    #expect(folded.description == "A: b\n c\n\td\n e\n\n")
  }

  @Test("A message made by hand has neither defects nor payload")
  func hasNoIrregularities() {
    #expect(Self.sample.defects.isEmpty)
    #expect(Self.sample.getPayload() == "")
  }
}
