import HTTPWire
import Support

/// A request head out of any texts: what is taken must be exactly one head that says what was given.
@main
enum RequestHead {
  static func main() { fuzz(check) }

  static func check(_ input: FuzzInput) {
    var choices = input.choices
    let flags = choices.byte()
    let isLoose = flags & 1 != 0
    let door: HeadDoor = flags & 2 == 0 ? .head : .connection
    var head = HeadWriting(isLoose ? .python : .default, by: door)
    var parts = input.parts[...]
    let method = String(decoding: parts.popFirst() ?? [], as: UTF8.self)
    let target = String(decoding: parts.popFirst() ?? [], as: UTF8.self)
    let version = choices.byte() & 1 == 0 ? HTTPVersion.http11 : .http10
    guard head.begin(method, target, version) else { return }
    var given: [FieldReference.Field] = []
    while let name = parts.popFirst() {
      let field = GivenField(name: name, value: parts.popFirst() ?? [], by: door, &choices)
      if head.add(field.way) { given.append(field.expected) }
    }
    if isLoose {
      checkLines(head.bytes, fieldCount: given.count)
    } else {
      let target = target.isEmpty ? "/" : target
      check(head, Array(method.utf8), Array(target.utf8), Array(version.text.utf8), given)
    }
  }

  static func check(
    _ head: HeadWriting, _ method: [UInt8], _ target: [UInt8], _ version: [UInt8], _ given: [FieldReference.Field]
  ) {
    var bytes = head.bytes
    if isDefectPlanted, bytes.count > 40 { bytes.insert(contentsOf: [0x0D, 0x0A], at: bytes.count - 6) }
    guard let parsed = RequestReference(bytes, allowsFolds: true) else { violated("what is taken is exactly one head", bytes) }
    require(parsed.method == method && parsed.target == target && parsed.version == version, "the request line is what was given", parsed)
    require(parsed.fields == given, "the fields are those that were given", "\(parsed.fields)\n  \(given)")
    checkFraming(head, parsed)
  }

  /// One statement at most about where the body ends, and the exchange knows it.
  static func checkFraming(_ head: HeadWriting, _ parsed: RequestReference) {
    let lengths = parsed.fields.filter { isNamed($0, "content-length") }.map { String(decoding: $0.value, as: UTF8.self) }
    let numbers = Set(lengths.map { UInt64($0.filter { $0 != " " && $0 != "\t" }) })
    let hasCoding = parsed.fields.contains { isNamed($0, "transfer-encoding") }
    require(numbers.count < 2 && !numbers.contains(nil), "the lengths of a request agree", lengths)
    require(numbers.isEmpty || !hasCoding, "a request has a length or a transfer coding, not both", parsed)
    let length = numbers.first.flatMap { $0 } ?? 0
    require(head.announces(bodyOf: length) ?? true, "a body as long as the head says completes the request", parsed)
    require((head.announces(bodyOf: length ^ 1) ?? hasCoding) == hasCoding, "one of another length does not, unless it is coded", parsed)
  }

  private static func isNamed(_ field: FieldReference.Field, _ name: String) -> Bool {
    String(decoding: field.name, as: UTF8.self).lowercased() == name
  }

  /// In CPython's manner a value may hold line ends, but what follows one must be read as its continuation by everybody.
  static func checkLines(_ bytes: [UInt8], fieldCount: Int) {
    var lines = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      let isCRLF = byte == 0x0D && next == 0x0A
      if !isCRLF, next != 0x20, next != 0x09 { lines += 1 }
    }
    // The request line, the fields and the blank line.
    require(lines == fieldCount + 2, "no value begins a line of its own", bytes)
  }
}
