import HTTPWireCore
import HTTPWireSession

/// Where the body of one URL goes.
struct OutputPlan {
  /// What is known before the response.
  enum Place: Equatable {
    /// Standard output, by default. If it is a terminal, binary bytes are not written to it.
    case standardOutput
    /// Standard output because of `-o -`, for any bytes.
    case standardOutputAsItIs
    /// A file, whose name a server may change with `-J`.
    case file(String)
    /// Nowhere.
    case nowhere
  }

  let place: Place
  private let folder: String?
  private let usesServersName: Bool

  /// Throws `writing` if there is no name for the file.
  init(_ plan: TransferPlan, _ settings: OutputSettings) throws(Complaint) {
    folder = settings.folder
    switch plan.output {
    case nil:
      usesServersName = false
      place = settings.isJSON || settings.showsEvents ? .nowhere : .standardOutput
    case .file("-"):
      usesServersName = false
      place = .standardOutputAsItIs
    case .file(""): throw Complaint(.badUsage, "-o needs a file name")
    case .file(let path):
      usesServersName = false
      place = .file(Self.path(path, in: settings.folder))
    case .remoteName:
      usesServersName = settings.usesServersName
      place = .file(Self.path(try Self.remoteName(plan.url, needsName: !settings.usesServersName), in: settings.folder))
    }
  }

  /// Whether the server's name was taken, so that no file may be overwritten.
  struct Named: Equatable {
    let path: String
    let isServers: Bool
  }

  /// The file for a response; nil if the body goes to none. Throws `writing` if neither the server nor the URL has a name.
  func file(for headers: HTTPMessage) throws(Complaint) -> Named? {
    guard case .file(let path) = place else { return nil }
    if usesServersName, let name = Self.serversName(headers) { return Named(path: Self.path(name, in: folder), isServers: true) }
    if path.isEmpty || path.hasSuffix("/") { throw Complaint(.writing, "neither the server nor the URL has a name for the file") }
    return Named(path: path, isServers: usesServersName)
  }

  private static func path(_ name: String, in folder: String?) -> String {
    guard let folder, !folder.isEmpty else { return name }
    return folder + (folder.hasSuffix("/") ? "" : "/") + name
  }

  /// The file name in the URL that the user typed; a server can't change it. It is one segment of the path and stays percent-encoded, so
  /// it has no slash and names a file in the current directory.
  private static func remoteName(_ url: HTTPURL, needsName: Bool) throws(Complaint) -> String {
    let name = String(url.lastSegment)
    if !["", ".", ".."].contains(name) { return name }
    if !needsName { return "" }
    throw Complaint(.writing, "-O: the URL's path has no file name at its end; name one with -o")
  }

  /// The name of `Content-Disposition` (RFC 6266), if it can be used.
  private static func serversName(_ headers: HTTPMessage) -> String? {
    headers.getFilename().flatMap { ServerFileName.checked($0.utf8) }
  }
}
