import HTTPWireSession

/// The values of `--resolve` and `--connect-to`. IPv6 addresses in them have brackets.
enum AddressRules {
  /// `host:port:address,address`. Nil for `-host:port`, which takes back what curl keeps between transfers. Throws `badUsage`.
  static func fixed(_ value: Argument) throws(Complaint) -> TCPDialer.FixedAddresses? {
    let text = try value.text()
    if text.hasPrefix("-") { return nil }
    // A plus asks curl to forget the addresses after a minute.
    let parts = split(text.hasPrefix("+") ? text.dropFirst() : text[...], upTo: 3)
    guard parts.count == 3, let port = port(parts[1]), !parts[0].isEmpty, !parts[2].isEmpty else {
      throw Complaint(.badResolve, "it is host:port:address, as in example.org:443:127.0.0.1")
    }
    let addresses = parts[2].split(separator: ",").map { String(bare($0)) }
    return TCPDialer.FixedAddresses(host: String(bare(parts[0])), port: port, addresses: addresses)
  }

  /// `host:port:host:port`, whose parts may be empty. Throws `badUsage`.
  static func detour(_ value: Argument) throws(Complaint) -> TCPDialer.Detour {
    let parts = split(try value.text()[...], upTo: 4)
    guard parts.count == 4, parts[1].isEmpty || port(parts[1]) != nil, parts[3].isEmpty || port(parts[3]) != nil else {
      throw Complaint(.badResolve, "it is host:port:host:port, as in example.org:443:127.0.0.1:8443")
    }
    return TCPDialer.Detour(
      host: parts[0].isEmpty ? nil : String(bare(parts[0])), port: port(parts[1]),
      toHost: parts[2].isEmpty ? nil : String(bare(parts[2])), toPort: port(parts[3]))
  }

  private static func port(_ text: Substring) -> Int? {
    guard text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let port = Int(text), port <= 65_535 else { return nil }
    return port
  }

  /// An address without its brackets.
  private static func bare(_ text: Substring) -> Substring {
    text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text
  }

  /// Splits at colons that are not within brackets; the last part has what is left.
  private static func split(_ text: Substring, upTo most: Int) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var depth = 0
    for index in text.indices where parts.count < most - 1 {
      switch text[index] {
      case "[": depth += 1
      case "]": depth -= 1
      case ":" where depth == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    return parts + [text[start...]]
  }
}
