import HTTPWireCore
import HTTPWireSession
import HTTPWireSupport

/// One part of a form: a `-F` or `--form-string`, as curl reads it.
struct FormPart: Equatable {
  /// What is sent.
  enum Content: Equatable {
    case text([UInt8])
    /// A file that is uploaded, with its name.
    case upload(Argument)
    /// What is in a file, as if it were text.
    case contents(Argument)
  }

  let name: String
  let content: Content
  var type: String?
  var fileName: String?
  var headers: [HeaderOption] = []

  /// `name=text` of `--form-string`. Throws `badUsage`.
  init(literal value: Argument) throws(Complaint) {
    let (name, rest) = try Self.split(value)
    self.init(name: name, content: .text(Array(rest)))
  }

  private init(name: String, content: Content) {
    self.name = name
    self.content = content
  }

  /// The parts of a `-F`: several files can stand behind an `@`, with commas between. Throws `badUsage`.
  static func parts(_ value: Argument) throws(Complaint) -> [FormPart] {
    let (name, rest) = try split(value)
    var words = FormWords(rest)
    switch rest.first {
    case UInt8(ascii: "@"):
      words.skip()
      var parts: [FormPart] = []
      repeat {
        var part = FormPart(name: name, content: .upload(Argument(words.next(endingAt: [Self.semicolon, Self.comma]))))
        try part.takeAttributes(&words, isList: true)
        parts.append(part)
      } while words.take(Self.comma)
      return parts
    case UInt8(ascii: "<"):
      words.skip()
      var part = FormPart(name: name, content: .contents(Argument(words.next(endingAt: [Self.semicolon]))))
      try part.takeAttributes(&words, isList: false)
      return [part]
    default:
      var part = FormPart(name: name, content: .text(words.text()))
      try part.takeAttributes(&words, isList: false)
      return [part]
    }
  }

  /// Adds the part to a form. Throws `readingInput`, and `badUsage` for what can't be sent.
  func add(to form: inout MultipartForm) throws(Complaint) {
    do throws(HTTPException) {
      let (content, fileName) = try body()
      try form.add(name, content, fileName: fileName, headers: HTTPMessage(headers))
    } catch HTTPException.custom(let complaint as Complaint) {
      throw complaint
    } catch {
      throw Complaint(error)
    }
  }

  /// The file that the part is read from; nil if it has none.
  var path: String? {
    switch content {
    case .text: nil
    case .upload(let file), .contents(let file): try? file.text()
    }
  }

  /// What is sent, and the file's name.
  private func body() throws(HTTPException) -> (content: RequestBody, fileName: String?) {
    var body: RequestBody
    var shownName = fileName
    var usualType = fileName.map { MediaType.ofFile(named: $0) }
    do throws(Complaint) {
      switch content {
      case .text(let bytes): body = .bytes(bytes)
      case .contents(let file): body = .bytes(try DataPiece.contents(file))
      case .upload(let file):
        let path = try file.text()
        let own = path == "-" ? "-" : String(path.split(separator: "/").last ?? "")
        shownName = fileName ?? own
        usualType = usualType.flatMap { $0 == MediaType.unknown ? nil : $0 } ?? (path == "-" ? nil : MediaType.ofFile(named: own))
        body = try Self.upload(path, file)
      }
    } catch {
      throw .custom(error)
    }
    let type = type ?? usualType
    if let type { body = body.withContentType(type) }
    return (body, shownName)
  }

  /// A regular file is read while it is sent. All else is read before, so that the form's length is known, as with curl.
  private static func upload(_ path: String, _ file: Argument) throws(Complaint) -> RequestBody {
    do throws(HTTPException) {
      // Others may have a size that is not theirs, or can be opened only once.
      if path != "-", let status = try Syscalls.status(of: path), status.isRegular, status.size > 0 {
        return .file(path: path, length: .known)
      }
    } catch {
      throw Complaint(.readingInput, Complaint(error).text)
    }
    return .bytes(try DataPiece.contents(file))
  }

  private static func split(_ value: Argument) throws(Complaint) -> (name: String, rest: ArraySlice<UInt8>) {
    guard let mark = value.bytes.firstIndex(of: UInt8(ascii: "=")) else { throw Complaint(.badUsage, "it is name=content") }
    return (try Argument(value.bytes[..<mark]).text(), value.bytes[(mark + 1)...])
  }

  /// Reads `;type=`, `;filename=`, `;headers=` and `;encoder=`.
  private mutating func takeAttributes(_ words: inout FormWords, isList: Bool) throws(Complaint) {
    while let attribute = words.attribute() {
      let ends = isList ? [Self.semicolon, Self.comma] : [Self.semicolon]
      switch attribute {
      case "type": type = try Argument(words.typeValue(endingAt: ends)).text()
      case "filename": fileName = try Argument(words.next(endingAt: ends)).text()
      case "headers": headers += try HeaderOption.options(Argument(words.next(endingAt: ends)))
      default: throw Complaint(.badUsage, "-F knows ;type=, ;filename= and ;headers=, and not ;\(attribute)=")
      }
    }
  }

  private static let semicolon = UInt8(ascii: ";")
  private static let comma = UInt8(ascii: ",")
}

/// Reads the words of a `-F`: in double quotes, or up to a separator.
struct FormWords {
  private var rest: ArraySlice<UInt8>

  init(_ rest: ArraySlice<UInt8>) { self.rest = rest }

  /// Passes over the mark in front of a file's name.
  mutating func skip() { rest = rest.dropFirst() }

  /// Takes a separator if it comes next.
  mutating func take(_ separator: UInt8) -> Bool {
    guard rest.first == separator else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Takes a word. In quotes, a backslash stands before quotes and backslashes.
  mutating func next(endingAt ends: [UInt8]) -> [UInt8] {
    guard rest.first == UInt8(ascii: "\"") else { return plain(endingAt: ends) }
    var word: [UInt8] = []
    var ahead = rest.dropFirst()
    while let byte = ahead.popFirst() {
      if byte == UInt8(ascii: "\"") {
        rest = ahead.drop { !ends.contains($0) }
        return word
      }
      let isEscape = byte == UInt8(ascii: "\\") && (ahead.first == UInt8(ascii: "\"") || ahead.first == byte)
      word.append(isEscape ? ahead.removeFirst() : byte)
    }
    // Without its end, a quotation mark is one like any other.
    return plain(endingAt: ends)
  }

  /// Takes text up to an attribute. A semicolon that begins none belongs to the text.
  mutating func text() -> [UInt8] {
    if rest.first == UInt8(ascii: "\"") { return next(endingAt: [UInt8(ascii: ";")]) }
    var text: [UInt8] = []
    while let byte = rest.first {
      var ahead = self
      if byte == UInt8(ascii: ";"), ahead.attribute() != nil { break }
      text.append(byte)
      rest = rest.dropFirst()
    }
    return text
  }

  /// Takes a media type, whose own parameters stand behind semicolons, too.
  mutating func typeValue(endingAt ends: [UInt8]) -> [UInt8] {
    var value = next(endingAt: ends)
    while rest.first == UInt8(ascii: ";") {
      var ahead = self
      if ahead.attribute() != nil { break }
      rest = rest.dropFirst()
      value += [UInt8(ascii: ";")] + plain(endingAt: ends)
    }
    return value
  }

  /// Takes the name of an attribute with its equals sign; nil if none comes next.
  mutating func attribute() -> String? {
    guard rest.first == UInt8(ascii: ";") else { return nil }
    let behind = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
    for name in ["type", "filename", "headers", "encoder"] where behind.starts(with: Array((name + "=").utf8)) {
      rest = behind.dropFirst(name.utf8.count + 1)
      return name
    }
    return nil
  }

  private mutating func plain(endingAt ends: [UInt8]) -> [UInt8] {
    let word = rest.prefix { !ends.contains($0) }
    rest = rest[word.endIndex...]
    let trimmed = word.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
    return Array(trimmed)
  }
}
