import HTTPWireCore
import HTTPWireSession

/// The variables of curl's `-w`, by their names.
enum ReportVariables {
  /// A value: a number is written without quotation marks in JSON.
  enum Value {
    case text(String?)
    /// A status of three digits in a format, and a number in JSON.
    case status(Int)
    case number(Int)
    case seconds(Duration?)

    /// The value in a format of `-w`.
    var text: String {
      switch self {
      case .text(let text): text ?? ""
      case .status(let status): String(repeating: "0", count: max(0, 3 - String(status).utf8.count)) + String(status)
      case .number(let number): String(number)
      case .seconds(let time): Timing.seconds(time)
      }
    }
  }

  /// All names in the order of curl's `%{json}`.
  static let names = [
    "content_type", "errormsg", "exitcode", "filename_effective", "http_code", "http_connect", "http_version", "local_ip", "local_port",
    "method", "num_certs", "num_connects", "num_headers", "num_redirects", "num_retries", "proxy_ssl_verify_result", "redirect_url",
    "referer",
    "remote_ip", "remote_port", "response_code", "scheme", "size_download", "size_header", "size_request", "size_upload", "speed_download",
    "speed_upload", "ssl_verify_result", "time_appconnect", "time_connect", "time_namelookup", "time_pretransfer", "time_redirect",
    "time_starttransfer", "time_total", "url", "url_effective", "urlnum",
  ]

  /// The value of a variable; nil for an unknown name.
  static func value(_ name: String, _ facts: TransferFacts) -> Value? {
    switch name {
    case "content_type": .text(facts.head?.headers["Content-Type"])
    case "errormsg": .text(facts.complaint?.text)
    case "exitcode": .number(Int(facts.complaint?.status.rawValue ?? 0))
    case "filename_effective": .text(facts.fileName)
    case "http_code", "response_code": .status(facts.head?.status ?? 0)
    case "http_connect": .status(facts.tunnelStatus ?? 0)
    case "http_version": .text(facts.head.map { $0.version.rawValue == 10 ? "1" : "1.1" } ?? "0")
    case "local_ip": .text(address(facts.local)?.host ?? "")
    case "local_port": .number(address(facts.local)?.port ?? 0)
    case "remote_ip": .text(address(facts.peer)?.host ?? "")
    case "remote_port": .number(address(facts.peer)?.port ?? 0)
    case "method": .text(facts.method)
    case "referer": .text(facts.referer)
    case "redirect_url": .text(facts.redirectURL)
    case "scheme": .text(facts.peer == nil ? nil : facts.url.scheme.rawValue.uppercased())
    case "url": .text(facts.typed)
    case "url_effective": .text("\(facts.url)")
    case "urlnum": .number(facts.number)
    default: counts(name, facts) ?? times(name, facts)
    }
  }

  private static func counts(_ name: String, _ facts: TransferFacts) -> Value? {
    switch name {
    case "num_connects": .number(facts.connections)
    case "num_headers": .number(facts.head?.headers.count ?? 0)
    case "num_redirects": .number(facts.redirections)
    case "num_retries": .number(facts.retries)
    case "size_download": .number(facts.receivedBodyBytes)
    case "size_header": .number(facts.receivedHeadBytes)
    case "size_request": .number(facts.sentHeadBytes + facts.sentBodyBytes)
    case "size_upload": .number(facts.sentBodyBytes)
    case "speed_download": .number(speed(facts.receivedBodyBytes, facts))
    case "speed_upload": .number(speed(facts.sentBodyBytes, facts))
    case "num_certs": .number(facts.certificateCount)
    // A certificate that is not valid ends the transfer, unless nobody looked.
    case "ssl_verify_result", "proxy_ssl_verify_result": .number(0)
    default: nil
    }
  }

  private static func times(_ name: String, _ facts: TransferFacts) -> Value? {
    let times = facts.times
    return switch name {
    case "time_namelookup": .seconds(times.lookUp ?? times.connect)
    case "time_connect": .seconds(times.connect)
    case "time_appconnect": .seconds(times.tls)
    case "time_pretransfer": .seconds(times.request)
    case "time_redirect": .seconds(times.redirect)
    case "time_starttransfer": .seconds(times.firstByte)
    case "time_total": .seconds(times.total)
    default: nil
    }
  }

  private static func speed(_ bytes: Int, _ facts: TransferFacts) -> Int {
    Int(Double(bytes) / max(facts.times.total / .seconds(1), 0.000_001))
  }

  /// Splits `address:port`, whose IPv6 addresses have brackets.
  private static func address(_ text: String?) -> (host: String, port: Int)? {
    guard let text, let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else { return nil }
    let host = text[..<colon]
    return (String(host.hasPrefix("[") ? host.dropFirst().dropLast() : host), port)
  }
}
