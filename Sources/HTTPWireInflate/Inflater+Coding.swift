extension Inflater {
  /// The codings. The raw value is the name in `Content-Encoding` and `Accept-Encoding`.
  public enum Coding: String, Sendable, Hashable, CaseIterable {
    /// One or more gzip members, whose contents are joined (RFC 1952 section 2.2). Bytes after the last member are ignored.
    case gzip
    /// A zlib stream (RFC 1950), or raw deflate (RFC 1951), which some servers send under this name. The first bytes show which it is.
    /// Bytes after its end are ignored.
    case deflate
    /// A brotli stream (RFC 7932). It has no checksum. Bytes after its end are an error.
    case brotli = "br"
    /// One or more Zstandard frames (RFC 8878), whose contents are joined; skippable frames have none. Other bytes after them are an error,
    /// and so is a window of more than 8 MiB (RFC 9659).
    case zstandard = "zstd"

    /// The codings whose libraries this build has: ``gzip`` and ``deflate`` with the trait `Compression`, ``brotli`` with `Brotli`,
    /// ``zstandard`` with `Zstandard`.
    public static var builtIn: [Coding] {
      var codings: [Coding] = []
      #if Compression
      codings += [.gzip, .deflate]
      #endif
      #if Brotli
      codings.append(.brotli)
      #endif
      #if Zstandard
      codings.append(.zstandard)
      #endif
      return codings
    }
  }
}

extension Inflater.Coding {
  /// Whether bytes after the end do no harm. Many servers send some behind gzip, and browsers ignore them.
  var ignoresTrailingBytes: Bool { self == .gzip || self == .deflate }

  /// Whether the bytes after the end start another stream, or nil if there are too few to know.
  func startsAnother(_ bytes: ArraySlice<UInt8>) -> Bool? {
    switch self {
    case .gzip: Signature.isGzipMember(bytes)
    case .zstandard: Signature.isZstandardFrame(bytes)
    case .deflate, .brotli: false
    }
  }

  /// A decoder for a stream that starts with these bytes, or nil if there are too few to detect its format.
  func stream(_ start: ArraySlice<UInt8>) throws(InflateFailure) -> (any DecodingStream)? {
    #if Compression
    if self == .gzip { return try ZlibStream(.gzip) }
    if self == .deflate {
      guard let isZlib = Signature.isZlib(start) else { return nil }
      return try ZlibStream(isZlib ? .zlib : .none)
    }
    #endif
    #if Brotli
    if self == .brotli { return try BrotliStream() }
    #endif
    #if Zstandard
    if self == .zstandard {
      guard let isFrame = Signature.isZstandardFrame(start) else { return nil }
      // The library may have been built to decode what was sent before the format was fixed. Such frames are not of the RFC.
      if !isFrame { throw .corrupted("it does not start like a Zstandard frame") }
      return try ZstandardStream()
    }
    #endif
    throw .notBuiltIn
  }
}
