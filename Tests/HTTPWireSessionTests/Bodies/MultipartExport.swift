import Foundation
import HTTPWire
import HTTPWireSession
import Testing

/// Sends the forms of `Scripts/multipart` to its server, when the environment names their file.
struct MultipartExport {
  static let file = ProcessInfo.processInfo.environment["HTTPWIRE_MULTIPART"]

  private struct Forms: Decodable {
    let port: Int
    /// The parts of each form.
    let forms: [[Part]]
  }

  private struct Part: Decodable {
    let name: String
    /// A field of text, if there is no other content.
    let text: String?
    let fileName: String?
    let contentType: String?
    let bytes: Data?
    /// A file to send.
    let path: String?
    /// The bytes are sent without a length, so that the form goes out in chunks.
    let isOfUnknownLength: Bool?

    func add(to form: inout MultipartForm) throws {
      if let path { return try form.addFile(name, path: path, fileName: fileName, contentType: contentType) }
      guard let bytes else { return form.add(name, text ?? "") }
      let content = [UInt8](bytes)
      var body = isOfUnknownLength == true ? RequestBody.chunks(content.map { [$0] }) : .bytes(content)
      if let contentType { body = body.withContentType(contentType) }
      try form.add(name, body, fileName: fileName)
    }
  }

  @Test(.enabled(if: MultipartExport.file != nil)) func `all forms are sent`() throws {
    let file = try #require(Self.file)
    let forms = try JSONDecoder().decode(Forms.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    let connection = try HTTPConnection("127.0.0.1", port: forms.port)
    for (number, parts) in forms.forms.enumerated() {
      var form = MultipartForm()
      for part in parts { try part.add(to: &form) }
      try connection.request("POST", "/\(number)", body: form.body, headers: form.body.headers)
      let response = try connection.getResponse()
      #expect(response.status == 200)
      _ = try response.read()
    }
    connection.close()
  }
}
