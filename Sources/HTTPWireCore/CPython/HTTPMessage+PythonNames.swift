// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Python's spellings of the message's interface. They can't be called: the compiler's fix-it offers the Swift name.

extension HTTPMessage {
  /// Python's name of ``getAll(_:)``.
  @available(*, unavailable, renamed: "getAll(_:)")
  public func get_all(_ name: String) -> [String] { getAll(name) }

  /// Python's name of ``getContentType()``.
  @available(*, unavailable, renamed: "getContentType()")
  public func get_content_type() -> String { getContentType() }

  /// Python's name of ``getContentMainType()``.
  @available(*, unavailable, renamed: "getContentMainType()")
  public func get_content_maintype() -> String { getContentMainType() }

  /// Python's name of ``getContentSubtype()``.
  @available(*, unavailable, renamed: "getContentSubtype()")
  public func get_content_subtype() -> String { getContentSubtype() }

  /// Python's name of ``getContentCharset()``.
  @available(*, unavailable, renamed: "getContentCharset()")
  public func get_content_charset() -> String? { getContentCharset() }

  /// Python's name of ``getContentDisposition()``.
  @available(*, unavailable, renamed: "getContentDisposition()")
  public func get_content_disposition() -> String? { getContentDisposition() }

  /// Python's name of ``getFilename()``.
  @available(*, unavailable, renamed: "getFilename()")
  public func get_filename() -> String? { getFilename() }

  /// Python's name of ``getBoundary()``.
  @available(*, unavailable, renamed: "getBoundary()")
  public func get_boundary() -> String? { getBoundary() }

  /// Python's name of ``getParam(_:header:)``.
  @available(*, unavailable, renamed: "getParam(_:header:)")
  public func get_param(_ name: String) -> String? { getParam(name) }

  /// Python's name of ``getParams(header:)``.
  @available(*, unavailable, renamed: "getParams(header:)")
  public func get_params() -> [HTTPParameter] { getParams() }

  /// Python's name of ``getPayload()``.
  @available(*, unavailable, renamed: "getPayload()")
  public func get_payload() -> String { getPayload() }

  /// Python's name of ``add(_:_:parameters:)``.
  @available(*, unavailable, renamed: "add(_:_:parameters:)")
  public mutating func add_header(_ name: String, _ value: String) { add(name, value) }

  /// Python's name of ``replace(_:_:)``.
  @available(*, unavailable, renamed: "replace(_:_:)")
  public mutating func replace_header(_ name: String, _ value: String) { replace(name, value) }
}
