import HTTPWire
import Support

/// The parameters of `Content-Type` and `Content-Disposition`: the ways to ask for them must agree, and take time in proportion to the
/// fields.
@main
enum Parameters {
  static func main() { fuzz(check) }

  static func check(_ input: FuzzInput) {
    var choices = input.choices
    // Work that grows with the square of a value's length exceeds libFuzzer's -timeout here.
    let isLong = choices.wide() == 0x0A0A && 1...16 ~= input.payload.count
    let repetitions = isLong ? 16_384 / input.payload.count : 1
    let isText = choices.byte() & 1 != 0
    let parts = input.parts.map { Array(repeatElement($0, count: repetitions).joined()) }
    var message = HTTPMessage()
    for (name, value) in zip(["Content-Type", "Content-Disposition"], parts) {
      if isText { message.add(name, String(decoding: value, as: UTF8.self)) } else { message.add(name: name.utf8, value: value) }
    }
    checkParameters(message)
    checkType(message)
    checkValues(message)
    _ = message.description
    if repetitions == 1 { checkRoundTrip(parts) }
  }

  /// What is asked for by name is the first of that name.
  static func checkParameters(_ message: HTTPMessage) {
    for header in ["content-type", "content-disposition"] {
      let all = message.getParams(header: header)
      require(all.isEmpty != message.contains(header), "a field has parameters, if only the empty one", all)
      var seen: Set<[Unicode.Scalar]> = []
      for parameter in all.prefix(4) where seen.insert(Array(parameter.name.lowercased().unicodeScalars)).inserted {
        let found = message.getParam(parameter.name, header: header)
        require(found.map { same($0, parameter.value) } ?? false, "getParam is the first of getParams", parameter)
      }
    }
  }

  static func checkType(_ message: HTTPMessage) {
    var type = message.getContentType()
    if isDefectPlanted, type.utf8.count > 12 { type += "/" }
    require(same(type, "\(message.getContentMainType())/\(message.getContentSubtype())"), "a type is its two parts", type)
    require(type.unicodeScalars.count { $0 == "/" } == 1, "a type has one slash", type)
    require(message.getContentDisposition() == nil || message.contains("Content-Disposition"), "no disposition without its field")
  }

  /// The values that have a function of their own are those that getParam finds.
  static func checkValues(_ message: HTTPMessage) {
    let boundary = message.getBoundary()
    require((boundary == nil) == (message.getParam("boundary") == nil), "getBoundary is the parameter", boundary ?? "nil")
    let name = message.getParam("filename", header: "content-disposition") ?? message.getParam("name")
    require((message.getFilename() == nil) == (name == nil), "getFilename is one of the parameters", name ?? "nil")
    let charset = message.getContentCharset()
    require(charset?.utf8.allSatisfy { $0 < 0x80 } ?? true, "a charset is ASCII", charset ?? "nil")
    require(charset == charset?.lowercased(), "a charset is in lower case", charset ?? "nil")
    require(charset == nil || message.getParam("charset") != nil, "getContentCharset is the parameter", charset ?? "nil")
  }

  /// What is added as a parameter is found again. Backslashes are left out: Python's parser, which this is like, misreads them.
  static func checkRoundTrip(_ parts: [[UInt8]]) {
    let values = parts.prefix(4).map { String(decoding: $0.filter { $0 != UInt8(ascii: "\\") }, as: UTF8.self) }
    var message = HTTPMessage()
    message.add("Content-Type", "a/b", parameters: values.enumerated().map { ("p\($0.offset)", $0.element) })
    for (index, value) in values.enumerated() {
      let found = message.getParam("p\(index)")
      require(found.map { same($0, value) } ?? false, "a parameter that was added is found again", "\(value) in \(message)")
    }
  }

  /// By scalars: a String is equal to another composition of its letters.
  private static func same(_ a: String, _ b: String) -> Bool { a.unicodeScalars.elementsEqual(b.unicodeScalars) }
}
