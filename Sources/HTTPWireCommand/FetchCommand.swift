import ArgumentParser
import HTTPWire
import HTTPWireInflate

/// `httpwire URL`.
struct FetchCommand: ParsableCommand {
  /// The version that `--version` prints.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "httpwire",
    abstract: "Fetch a URL over HTTP/1.1 and print the body.",
    usage: """
      httpwire [<options>] <url>
      httpwire demo
      httpwire help exit-codes
      """,
    discussion: """
      Where curl has a flag for something, it is the same flag here. A URL without a scheme is an http one. What is sent and \
      received is never held in memory as a whole, except the data of -d.

      httpwire demo runs the examples of http.client's documentation against a server of its own; httpwire help exit-codes lists what \
      the exit status says.
      """,
    version: version)

  @Argument(help: "What to fetch: http://host:port/path?query, https://..., or without the scheme.")
  var url: String?

  @OptionGroup(title: "Request") var request: RequestOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
  @OptionGroup(title: "TLS") var tls: TLSOptions
  @OptionGroup(title: "Proxy") var proxy: ProxyOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    let console = Console()
    do {
      try Fetch(Fetch.Plan(url: url, request, connection, tls, proxy, output), console).run()
    } catch {
      let complaint =
        (error as? Complaint) ?? (error as? HTTPException).map(Complaint.init)
        ?? (error as? ContentDecodingError).map(Complaint.init) ?? Complaint(.unexpected, "\(error)")
      if !output.silent || output.showError { console.line("httpwire: " + complaint.text) }
      throw ExitCode(complaint.status.rawValue)
    }
  }
}
