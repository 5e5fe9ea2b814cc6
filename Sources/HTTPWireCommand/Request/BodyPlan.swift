import HTTPWire
import HTTPWireSession
import HTTPWireSupport

/// The body that the command line describes.
enum BodyPlan {
  case none
  /// Data in memory.
  case data([DataPiece])
  /// A file that is read while it is sent; standard input if its name is `-`.
  case file(String)
  case form([FormPart])

  /// Throws `badUsage` if the flags name several bodies. `upload` is the file of `-T` for this URL. A body that is sent `once` need not be
  /// kept.
  init(_ request: RequestSettings, upload: Argument?, once: Bool) throws(Complaint) {
    let hasData = !request.data.isEmpty && !request.isGet
    if [hasData, !request.form.isEmpty, upload != nil].count(where: { $0 }) > 1 {
      throw Complaint(.badUsage, "-d and its kin, -F and -T exclude each other")
    }
    if let upload {
      let path = try upload.text()
      self = .file(path == "." ? "-" : path)
    } else if !request.form.isEmpty {
      self = .form(request.form)
    } else if hasData {
      if let file = request.data.onlyFile, once || file.bytes != [UInt8(ascii: "-")] {
        self = .file(try file.text())
      } else {
        self = .data(request.data)
      }
    } else {
      self = .none
    }
  }

  /// Whether it can be sent more than once. Standard input is read once and kept, unless it is sent a block at a time: then it is at its
  /// end afterwards.
  var isRepeatable: Bool {
    switch self {
    case .none: true
    case .file("-"): false
    case .file(let path): Self.isRegular(path)
    case .data(let pieces): pieces.allSatisfy { $0.path.map { Self.isRegular($0) } ?? true }
    case .form(let parts): parts.allSatisfy { $0.path.map { Self.isRegular($0) } ?? true }
    }
  }

  /// Whether a file can be read again. One that is not there can: it is the same failure each time.
  private static func isRegular(_ path: String) -> Bool {
    guard path != "-", let status = try? Syscalls.status(of: path) else { return true }
    return status.isRegular || status.isDirectory
  }

  var isNone: Bool { if case .none = self { true } else { false } }

  /// The body, and its length if it is known before it is sent.
  ///
  /// Throws `readingInput`, and `badUsage` for a form that can't be sent.
  func body() throws(Complaint) -> (content: RequestBody, length: Int?)? {
    switch self {
    case .none: return nil
    case .data(let pieces):
      let bytes = try pieces.joined()
      return (.bytes(bytes), bytes.count)
    case .file(let path):
      do throws(HTTPException) { return try Self.file(path) } catch {
        throw Complaint(.readingInput, Complaint(error).text)
      }
    case .form(let parts):
      var form = MultipartForm()
      for part in parts { try part.add(to: &form) }
      return (form.body, nil)
    }
  }

  private static func file(_ path: String) throws(HTTPException) -> (content: RequestBody, length: Int?) {
    let file = path == "-" ? try InputFile(standardInput: ()) : try InputFile(path: path)
    let length = file.length.map { Int(clamping: $0) }
    // The library sends a regular file by itself, and again if it has to.
    if let whole = file.whole { return (.bytes(whole), length) }
    if length != nil {
      return (path == "-" ? .file(descriptor: Syscalls.standardInput, length: .known) : .file(path: path, length: .known), length)
    }
    return (.file(file), length)
  }
}
