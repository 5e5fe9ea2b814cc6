/// The exit statuses of the command. The numbers are curl's if curl has one for the case.
enum CommandStatus: Int32, CaseIterable {
  case success = 0
  case unsupportedScheme = 1
  case badUsage = 2
  case badURL = 3
  case proxyResolution = 5
  case nameResolution = 6
  case connecting = 7
  case badReply = 8
  case incompleteBody = 18
  case httpStatus = 22
  case writing = 23
  case readingInput = 26
  case timeout = 28
  case rangeError = 33
  case handshake = 35
  case sourceAddress = 45
  case redirections = 47
  case badResolve = 49
  case emptyReply = 52
  case sending = 55
  case receiving = 56
  case tlsFiles = 58
  case ciphers = 59
  case certificate = 60
  case badEncoding = 61
  case tooLarge = 63
  case notRepeatable = 65
  case authorities = 77
  case pin = 90
  case proxy = 97
  case unexpected = 99
  case demoDiffers = 121

  /// The meaning of the status, in one line.
  var meaning: String {
    switch self {
    case .success: "all went well"
    case .unsupportedScheme: "the scheme of the URL is not built in, or --proto does not allow it"
    case .badUsage: "wrong flags or arguments; nothing was sent"
    case .badURL: "the URL, its host or its port is malformed"
    case .proxyResolution: "the proxy's name has no address"
    case .nameResolution: "the host's name has no address"
    case .connecting: "no connection could be made"
    case .badReply: "the server's reply breaks the rules of HTTP"
    case .incompleteBody: "the body was cut short"
    case .httpStatus: "the server answered with status 400 or above (with --fail and --fail-with-body)"
    case .writing: "the output could not be written, or is binary and would go to a terminal"
    case .readingInput: "a local file or standard input could not be read"
    case .timeout: "--connect-timeout or --max-time ran out, or the transfer was slower than -Y"
    case .rangeError: "the server did not send the part of the file that was asked for (-C)"
    case .redirections: "a redirection was not followed: too many, or it leads where it must not"
    case .badResolve: "the value of --resolve or --connect-to is malformed"
    case .sourceAddress: "the address of --interface can't be used"
    case .handshake: "TLS could not be agreed on, or the other side does not speak it"
    case .tlsFiles: "a file of --cert or --key can't be used"
    case .ciphers: "a cipher of --ciphers or --tls13-ciphers is not known"
    case .notRepeatable: "the body had to be sent again, and can be read only once"
    case .authorities: "a file of --cacert, --capath or --proxy-cacert can't be used"
    case .pin: "the server's key is none of --pinnedpubkey"
    case .certificate: "the certificate of the server, or of an https proxy, was refused"
    case .badEncoding: "the body's content coding is not known, or could not be undone (with --compressed)"
    case .tooLarge: "the body is larger than --max-filesize"
    case .emptyReply: "the server closed the connection without a reply"
    case .sending: "sending the request failed"
    case .receiving: "receiving the reply failed, or the proxy refused the tunnel"
    case .demoDiffers: "demo: something came out otherwise than expected"
    case .proxy: "the SOCKS proxy did not connect"
    case .unexpected: "anything else"
    }
  }

  /// A table of all statuses, a line each.
  static var table: String {
    let rows = allCases.map { status in
      let number = String(status.rawValue)
      return String(repeating: " ", count: 3 - number.utf8.count) + number + "  " + status.meaning
    }
    return rows.joined(separator: "\n") + "\n128+n  " + bySignal
  }

  /// The meaning of 128 and a signal's number.
  static let bySignal = "ended by signal n; an unfinished -o FILE is removed first"
}
