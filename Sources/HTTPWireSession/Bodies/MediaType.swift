/// The media types of files, by the extensions that are uploaded most.
package enum MediaType {
  /// The type by a file's extension, or else `application/octet-stream`.
  package static func ofFile(named name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return unknown }
    return byExtension[name[dot...].dropFirst().lowercased()] ?? unknown
  }

  /// The type of JSON.
  package static let json = "application/json"
  /// The type of what is not known better.
  package static let unknown = "application/octet-stream"

  private static let byExtension = [
    "avif": "image/avif", "bmp": "image/bmp", "css": "text/css", "csv": "text/csv", "gif": "image/gif", "gz": "application/gzip",
    "htm": "text/html", "html": "text/html", "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "text/javascript",
    "json": "application/json", "md": "text/markdown", "mp3": "audio/mpeg", "mp4": "video/mp4", "pdf": "application/pdf",
    "png": "image/png", "svg": "image/svg+xml", "tar": "application/x-tar", "txt": "text/plain", "wav": "audio/wav",
    "webm": "video/webm", "webp": "image/webp", "xml": "application/xml", "zip": "application/zip",
  ]
}
