extension RequestBody {
  /// Several bodies, sent one after the other as one. Their trailers can't be sent.
  ///
  /// The length is announced if that of each of them is known, so a file needs `length: .known`. Otherwise the whole is sent in chunks.
  /// All files are opened before a byte is sent.
  ///
  /// `request` throws what it throws for each of them, and `invalidArgument` if one has trailers: they belong to the whole.
  ///
  /// ```swift
  /// let body = RequestBody.concatenating(["name,value\r\n", .file(path: "rows.csv", length: .known)])
  /// try connection.request("PUT", "/table", body: body)
  /// ```
  public static func concatenating(_ bodies: [RequestBody]) -> RequestBody { RequestBody(content: .concatenation(bodies)) }
}
