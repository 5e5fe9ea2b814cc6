extension RequestBody {
  /// How much of a file is the body, and whether its length is announced.
  ///
  /// A known length is announced as `Content-Length`, and exactly that many bytes are sent, even if the file grows meanwhile. If the file
  /// ends earlier, the request fails with `bodySource` and its connection is closed, so the server can't take the part for the whole.
  ///
  /// ```swift
  /// try connection.request("PUT", "/report", body: .file(path: "report.pdf", length: .known))
  /// try connection.request("PATCH", "/upload/7", body: .file(path: "disk.img", length: .known(from: 1_000_000)))
  /// ```
  public struct FileLength: Sendable, Hashable {
    enum Part: Sendable, Hashable {
      case untilEnd
      case rest
      case from(Int)
      case range(Range<Int>)
    }

    let part: Part

    /// Not asked for, as in Python: the file is sent in chunks, until a read finds its end.
    public static let unknown = FileLength(part: .untilEnd)

    /// From the file's current position to its end, by the size that a regular file has when the request starts.
    public static let known = FileLength(part: .rest)

    /// From an offset in bytes to the file's end. A `Content-Range` is the caller's to add.
    public static func known(from offset: Int) -> FileLength { FileLength(part: .from(offset)) }

    /// These bytes of the file, counted from its start. A `Content-Range` is the caller's to add.
    public static func known(in range: Range<Int>) -> FileLength { FileLength(part: .range(range)) }

    /// Whether the part is the same each time, wherever the file's position is.
    var isFixed: Bool {
      switch part {
      case .untilEnd, .rest: false
      case .from, .range: true
      }
    }
  }
}
