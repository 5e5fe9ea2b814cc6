import HTTPWireCore

/// A form with files, as browsers send it: `multipart/form-data` (RFC 7578, written as WHATWG HTML section 4.10.21.8 says).
///
/// ```swift
/// var form = MultipartForm()
/// form.add("title", "Gr\u{FC}\u{DF}e")
/// try form.addFile("photo", path: "beach.jpg")
/// try form.add("notes", .utf8("a,b\n1,2\n").withContentType("text/csv"), fileName: "notes.csv")
/// try connection.request("POST", "/upload", body: form.body, headers: form.body.headers)
/// ```
///
/// The parts keep their order. Names and file names are sent as UTF-8; in both, a quotation mark becomes `%22`, a carriage return `%0D` and
/// a line feed `%0A`. Files are read while they are sent. The request has a `Content-Length` if the length of each part is known, as it is
/// of text, bytes and regular files; otherwise the form is sent in chunks.
///
/// An observer is told how much has been sent: ``/HTTPWire/ConnectionEvent/bodySent(_:)``.
public struct MultipartForm {
  /// What separates the parts: 24 random letters and digits behind a prefix, so that no part contains it.
  public let boundary: String
  private var parts: [RequestBody] = []

  /// Creates a form without parts.
  public init() {
    let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    boundary = "----HTTPWireForm" + String((0..<24).compactMap { _ in characters.randomElement() })
  }

  /// Creates a form with a boundary of your own, for tests. No part may contain it.
  ///
  /// Throws `invalidArgument` unless it has 1 to 70 letters, digits and `'+_-.` (RFC 2046 section 5.1.1, without what needs quotation
  /// marks).
  public init(boundary: String) throws(HTTPException) {
    let isFine = boundary.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "'+_-.".utf8.contains(byte)
      }
    }
    guard isFine, (1...70).contains(boundary.utf8.count) else {
      throw .invalidArgument("a boundary has 1 to 70 letters, digits and '+_-., and \(PythonRepr.string(boundary)) does not")
    }
    self.boundary = boundary
  }

  /// Adds a field of text, sent as UTF-8. As in browsers, each line end in it becomes CR LF, and the part has no `Content-Type`.
  public mutating func add(_ name: String, _ text: String) {
    let head = head(name, fileName: nil) + [0x0D, 0x0A]
    parts.append(.bytes(head + PartText.withLineEnds(text).utf8))
  }

  /// Adds a body of any kind, sent as it is; a string literal is sent as UTF-8. Servers take a part with a file name for a file.
  ///
  /// Its `Content-Type` is that of `headers` or else the body's own. `headers` are sent behind `Content-Disposition`, which they can't
  /// have.
  ///
  /// Throws `invalidHeaderName` and `invalidHeaderValue` for headers that can't be sent.
  public mutating func add(
    _ name: String, _ content: RequestBody, fileName: String? = nil, headers: HTTPMessage = [:]
  ) throws(HTTPException) {
    if headers.contains("Content-Disposition") { throw .invalidHeaderName(Array("Content-Disposition".utf8)) }
    let content = content.literalInUTF8
    var fields: HTTPMessage = headers.contains("Content-Type") ? [:] : content.headers
    fields.merge(headers)
    parts.append(.bytes(head(name, fileName: fileName) + (try fields.lines()) + [0x0D, 0x0A]))
    parts.append(content)
  }

  /// Adds the file at a path. The file name is the path's last part, unless another is given. Without a content type, that of the file
  /// name's extension is sent, or `application/octet-stream`.
  ///
  /// The file is opened when the form is sent; `request` throws `system` if that fails, and `invalidArgument` if it is not a regular file.
  /// Add others as `.file(path: "/dev/stdin")`. If the file gets shorter while it is sent, `request` throws `bodySource`; if it gets
  /// longer, what is new is not sent.
  ///
  /// Throws `invalidHeaderValue` for a content type that can't be sent.
  public mutating func addFile(
    _ name: String, path: String, fileName: String? = nil, contentType: String? = nil
  ) throws(HTTPException) {
    let fileName = fileName ?? String(path.split(separator: "/").last ?? "")
    let type = contentType ?? MediaType.ofFile(named: fileName)
    try add(name, .file(path: path, length: .known).withContentType(type), fileName: fileName)
  }

  /// The form as a body, with its ``/HTTPWire/RequestBody/contentType``. It can be sent again if each part can.
  public var body: RequestBody {
    let end = RequestBody.bytes(Array("\(parts.isEmpty ? "" : "\r\n")--\(boundary)--\r\n".utf8))
    return RequestBody.concatenating(parts + [end]).withContentType("multipart/form-data; boundary=\(boundary)")
  }

  /// The delimiter of a part and its `Content-Disposition`.
  private func head(_ name: String, fileName: String?) -> [UInt8] {
    var line = "Content-Disposition: form-data; name=\"\(PartText.escaped(PartText.withLineEnds(name)))\""
    if let fileName { line += "; filename=\"\(PartText.escaped(fileName))\"" }
    return Array("\(parts.isEmpty ? "" : "\r\n")--\(boundary)\r\n\(line)\r\n".utf8)
  }
}
