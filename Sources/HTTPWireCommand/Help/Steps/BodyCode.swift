import HTTPWireSession

/// The code that makes a body.
struct BodyCode {
  /// An expression of the type `RequestBody`, and the content type that it has by itself.
  struct Expression {
    let code: String
    var type: String?
  }

  private let plan: BodyPlan
  private let request: RequestSettings

  init(_ plan: BodyPlan, _ request: RequestSettings) {
    self.plan = plan
    self.request = request
  }

  /// The expression, after the statements that it needs; nil without a body.
  func expression(_ program: inout SwiftProgram) -> Expression? {
    switch plan {
    case .none: nil
    case .file("-"): Expression(code: ".file(descriptor: 0)")
    case .file(let path): Expression(code: ".file(path: \(SwiftCode.literal(path)), length: .known)")
    case .form(let parts): form(parts, &program)
    case .data(let pieces): pieces.contains { $0.namesFile } ? files(pieces, &program) : text(pieces)
    }
  }

  // MARK: Data

  /// Data that is known: JSON, the fields of a form, or just text or bytes.
  private func text(_ pieces: [DataPiece]) -> Expression {
    let bytes = (try? pieces.joined()) ?? []
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return Expression(code: ".bytes([\(bytes.map { "\($0)" }.joined(separator: ", "))])")
    }
    if request.isJSON { return Expression(code: ".json(\(SwiftCode.readable(text)))", type: "application/json") }
    if let fields = Self.fields(text) {
      let elements = fields.map { SwiftCode.literal($0.name) + ": " + SwiftCode.literal($0.value) }
      return Expression(code: ".form([\(elements.joined(separator: ", "))])", type: "application/x-www-form-urlencoded")
    }
    return Expression(code: ".utf8(\(SwiftCode.readable(text)))")
  }

  /// The fields of a form whose encoding is that of `RequestBody.form`; nil if the text is another.
  private static func fields(_ text: String) -> [(name: String, value: String)]? {
    var fields: [(name: String, value: String)] = []
    for pair in text.split(separator: "&", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy(staysAsItIs) }) else { return nil }
      fields.append((decoded(parts[0]), decoded(parts[1])))
    }
    return fields
  }

  private static func decoded(_ text: Substring) -> String { String(text.map { $0 == "+" ? " " : $0 }) }

  private static func staysAsItIs(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "0"..."9", "A"..."Z", "a"..."z", "*", "-", ".", "_", "+": true
    default: false
    }
  }

  /// Data of which a part is in files: statements that put it together.
  private func files(_ pieces: [DataPiece], _ program: inout SwiftProgram) -> Expression {
    program.importFoundation()
    program.add("var data = Data()")
    for (index, piece) in pieces.enumerated() {
      if case .json = piece {} else if index > 0 { program.add("data.append(contentsOf: \"&\".utf8)") }
      piece.append(to: &program)
    }
    return request.isJSON ? Expression(code: ".json(data)", type: "application/json") : Expression(code: ".bytes(data)")
  }

  // MARK: Forms

  private func form(_ parts: [FormPart], _ program: inout SwiftProgram) -> Expression {
    program.add("var form = MultipartForm()")
    for part in parts {
      var fields = HTTPMessage(part.headers)
      let fileName = part.fileName.map { ["fileName: " + SwiftCode.literal($0)] } ?? []
      let name = SwiftCode.literal(part.name)
      if case .upload(let file) = part.content, fields.isEmpty, let path = try? file.text(), path != "-" {
        let type = part.type.map { ["contentType: " + SwiftCode.literal($0)] } ?? []
        program.call("try form.addFile", [name, "path: " + SwiftCode.literal(path)] + fileName + type)
        continue
      }
      if let type = part.type, !fields.contains("Content-Type") { fields.add("Content-Type", type) }
      let headers = fields.isEmpty ? [] : ["headers: " + SwiftCode.literal(fields)]
      if case .text(let bytes) = part.content, headers.isEmpty, fileName.isEmpty, Self.isOneLine(bytes) {
        program.add("form.add(\(name), \(SwiftCode.literal(String(decoding: bytes, as: UTF8.self))))")
      } else {
        program.call("try form.add", [name, Self.content(part.content)] + fileName + headers)
      }
    }
    return Expression(code: "form.body", type: nil)
  }

  /// Whether text is sent as it is when a form adds it as text.
  private static func isOneLine(_ bytes: [UInt8]) -> Bool {
    !bytes.contains(0x0A) && !bytes.contains(0x0D) && String(validating: bytes, as: UTF8.self) != nil
  }

  private static func content(_ content: FormPart.Content) -> String {
    switch content {
    case .text(let bytes):
      if let text = String(validating: bytes, as: UTF8.self) { return ".utf8(\(SwiftCode.literal(text)))" }
      return ".bytes([\(bytes.map { "\($0)" }.joined(separator: ", "))])"
    case .contents(let file), .upload(let file):
      let path = (try? file.text()) ?? ""
      return path == "-" ? ".file(descriptor: 0)" : ".file(path: \(SwiftCode.literal(path)))"
    }
  }
}

extension DataPiece {
  /// The file that the piece names, and what stands in front of what is in it; nil if it is all text.
  private var file: (path: String, name: String)? {
    switch self {
    case .raw: return nil
    case .text(let value), .binary(let value), .json(let value): return Self.file(value).map { ((try? $0.text()) ?? "", "") }
    case .query(let value) where value.bytes.first == UInt8(ascii: "+"): return nil
    case .encoded(let value), .query(let value):
      guard !value.bytes.contains(UInt8(ascii: "=")), let mark = value.bytes.firstIndex(of: UInt8(ascii: "@")) else { return nil }
      let name = String(decoding: value.bytes[..<mark], as: UTF8.self)
      return (String(decoding: value.bytes[(mark + 1)...], as: UTF8.self), name.isEmpty ? "" : name + "=")
    }
  }

  var namesFile: Bool { file != nil }

  /// Adds a statement that appends the piece to `data`, in a program that imports Foundation.
  fileprivate func append(to program: inout SwiftProgram) {
    guard let file else {
      let bytes = (try? bytes()) ?? []
      let code = String(validating: bytes, as: UTF8.self).map { SwiftCode.readable($0) + ".utf8" }
      return program.call("data.append", ["contentsOf: " + (code ?? "[\(bytes.map { "\($0)" }.joined(separator: ", "))]")])
    }
    let isInput = file.path == "-"
    var content =
      isInput
      ? "FileHandle.standardInput.readDataToEndOfFile()" : "Data(contentsOf: URL(fileURLWithPath: \(SwiftCode.literal(file.path))))"
    switch self {
    case .text: content += ".filter { $0 != 0x0A && $0 != 0x0D && $0 != 0 }"
    case .binary, .json, .raw: break
    case .encoded, .query:
      return program.block("do") { program in
        program.add("let unreserved = CharacterSet(charactersIn: \(SwiftCode.literal(Self.unreserved)))")
        program.add("let text = \(isInput ? "" : "try ")String(decoding: \(content), as: UTF8.self)")
        if !file.name.isEmpty { program.add("data.append(contentsOf: \(SwiftCode.literal(file.name)).utf8)") }
        program.add("let encoded = text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? \"\"")
        program.add("data.append(contentsOf: encoded.replacingOccurrences(of: \"%20\", with: \"+\").utf8)")
      }
    }
    program.call("\(isInput ? "" : "try ")data.append", ["contentsOf: " + content])
  }

  /// What percent-encoding leaves as it is (RFC 3986 section 2.3).
  private static let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
}
