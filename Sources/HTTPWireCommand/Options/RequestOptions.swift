import ArgumentParser

/// The request and its body.
struct RequestOptions: ParsableArguments {
  @Option(
    name: [.customShort("X", allowingJoined: true), .customLong("request")], parsing: .unconditional,
    help: ArgumentHelp("The method, instead of the one that the other flags imply.", valueName: "method"))
  var method: String?

  @Option(
    name: [.customShort("H", allowingJoined: true), .customLong("header")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Send this field. 'Name;' sends it empty, 'Name:' leaves out the one that is sent by itself. Repeatable.",
      valueName: "'name: value'"))
  var headers: [String] = []

  @Option(
    name: [.customShort("d", allowingJoined: true), .customLong("data")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "POST this form data; @file and @- (standard input) lose their line ends. Several are joined by '&'. Held in memory.",
      valueName: "data"))
  var data: [String] = []

  @Option(
    name: .customLong("data-binary"), parsing: .unconditional,
    help: ArgumentHelp(
      "POST this as it is; @file and @- are sent a block at a time, with the file's Content-Length.", valueName: "data"))
  var dataBinary: String?

  @Option(
    name: [.customShort("T", allowingJoined: true), .customLong("upload-file")], parsing: .unconditional,
    help: ArgumentHelp(
      "PUT this file; - is standard input, sent in chunks unless it is a file. Its name is added to a URL that ends in '/'.",
      valueName: "file"))
  var uploadFile: String?

  @Flag(name: .customLong("chunked"), help: "Send the body in chunks, whether its length is known or not.")
  var chunked = false

  @Flag(
    name: .customLong("compressed"),
    help: ArgumentHelp(
      "Accept gzip and deflate, and undo them as the body comes. The head is shown as it was, and only bytes received are counted."))
  var compressed = false

  @Flag(
    name: [.customShort("n"), .customLong("netrc")],
    help: "Send the user and password that ~/.netrc, or the file of NETRC, has for the host.")
  var netrc = false

  @Option(name: .customLong("netrc-file"), help: ArgumentHelp("The same, from this file.", valueName: "file"))
  var netrcFile: String?

  @Flag(name: [.customShort("I"), .customLong("head")], help: "Ask for the head alone (HEAD), and print it.")
  var head = false

  @Flag(name: [.customShort("0"), .customLong("http1.0")], help: "Send the request as HTTP/1.0.")
  var http10 = false
}
