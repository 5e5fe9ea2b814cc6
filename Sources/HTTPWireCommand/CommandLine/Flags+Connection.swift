import HTTPWireSession

extension FlagGroup {
  static let connection = FlagGroup(
    title: "Connection",
    flags: [
      .value(nil, "interface", "name or address", "Connect from this interface or local address.") { (all, value) throws(Complaint) in
        all.connection.interface = try value.text()
      },
      .value(nil, "unix-socket", "path", "Connect to this Unix socket instead of the URL's host.") { (all, value) throws(Complaint) in
        all.connection.unixSocket = try value.text()
      },
      .value(nil, "resolve", "host:port:address,...", "Use these addresses for a host and port instead of looking them up; repeatable.") {
        (all, value) throws(Complaint) in
        if let rule = try AddressRules.fixed(value) { all.connection.resolving.append(rule) }
      },
      .value(nil, "connect-to", "host:port:host:port", "Connect to the second instead of the first; an empty part means any, or the same.")
      {
        (all, value) throws(Complaint) in all.connection.detours.append(try AddressRules.detour(value))
      },
      .toggle("4", "ipv4", "Use IPv4 addresses only.") { $0.connection.family = $1 ? .ipv4 : .any },
      .toggle("6", "ipv6", "Use IPv6 addresses only.") { $0.connection.family = $1 ? .ipv6 : .any },
      .value(
        nil, "connect-timeout", "seconds",
        "The longest time for opening a connection: look-up, all addresses, tunnel and TLS; 0 is no limit."
      ) { (all, value) throws(Complaint) in all.connection.openingTimeout = try value.seconds() },
      .value(
        "m", "max-time", "seconds",
        "The longest time for each attempt at a URL, with its redirections; 0 is no limit."
      ) { (all, value) throws(Complaint) in all.connection.timeLimit = try value.seconds() },
      .value("Y", "speed-limit", "bytes", "Give up when fewer bytes a second than this come during the time of -y.") {
        (all, value) throws(Complaint) in
        all.connection.lowestSpeed = try value.size()
        all.connection.lowSpeedTime = all.connection.lowSpeedTime ?? .seconds(30)
      },
      .value("y", "speed-time", "seconds", "The time for -Y: 30 by default; without -Y, at least 1 byte a second has to come.") {
        (all, value) throws(Complaint) in
        all.connection.lowSpeedTime = try value.seconds()
        all.connection.lowestSpeed = all.connection.lowestSpeed ?? 1
      },
      .value(nil, "limit-rate", "bytes", "Send and receive at most this many bytes a second, as in 200k.") {
        (all, value) throws(Complaint) in
        let rate = try value.size()
        all.connection.rateLimit = rate > 0 ? rate : nil
      },
      .value(nil, "max-filesize", "bytes", "Fail instead of fetching a body that is larger than this.") { (all, value) throws(Complaint) in
        let size = try value.size()
        all.connection.largestFile = size > 0 ? size : nil
      },
      .value(nil, "max-response-headers", "n", "How many header fields a response may have: 5000 by default.") {
        (all, value) throws(Complaint) in
        all.connection.maxResponseHeaders = try value.number(from: 1)
      },
      .toggle(nil, "keepalive", "Let the system check that an idle peer is still there, the default; --no-keepalive does not.") {
        $0.connection.keepAlive = $1 ? .seconds(60) : nil
      },
      .value(nil, "keepalive-time", "seconds", "How long nothing comes before that check: 60 by default.") {
        (all, value) throws(Complaint) in
        all.connection.keepAlive = .seconds(try value.number(from: 1))
      },
      .value(
        nil, "leniency", "default|python",
        "What to accept from servers: what RFC 9112 allows a careful client, or all that CPython's http.client does."
      ) { (all, value) throws(Complaint) in
        switch try value.text() {
        case "default": all.connection.leniency = .default
        case "python": all.connection.leniency = .python
        default: throw Complaint(.badUsage, "it is default or python")
        }
      },
      .value(nil, "repeat", "n", "Send the request this many times over one connection, and print the last response.") {
        (all, value) throws(Complaint) in all.connection.repetitions = try value.number(from: 1)
      },
      .toggle("Z", "parallel", "Fetch the URLs at the same time, each in a thread.") { $0.connection.isParallel = $1 },
      .value(nil, "parallel-max", "n", "How many URLs to fetch at the same time: 50 by default.") { (all, value) throws(Complaint) in
        all.connection.mostParallel = min(300, try value.number(from: 1))
      },
      .none(nil, "tcp-nodelay", "Small pieces are sent at once anyway."),
      .none(nil, "parallel-immediate", "Each thread opens its own connection anyway."),
    ])

  static let tls = FlagGroup(
    title: "TLS",
    flags: [
      .toggle("k", "insecure", "Accept any certificate; attackers can then read and change everything.") { $0.tls.isInsecure = $1 },
      .value(nil, "cacert", "file", "Trust the authorities in this PEM file instead of the system's.") { (all, value) throws(Complaint) in
        all.tls.authorityFile = try value.text()
      },
      .value(nil, "capath", "directory", "Trust the authorities in this directory (see 'openssl rehash') instead of the system's.") {
        (all, value) throws(Complaint) in all.tls.authorityFolder = try value.text()
      },
      .value(
        "E", "cert", "file[:passphrase]",
        "Send this client certificate (PEM, with its chain); after a colon, the passphrase of its key."
      ) { (all, value) throws(Complaint) in try all.tls.setCertificate(value.text()) },
      .value(nil, "key", "file", "The key of --cert, if it is in a file of its own.") { (all, value) throws(Complaint) in
        all.tls.key = try value.text()
      },
      .value(nil, "pass", "passphrase", "The passphrase of --key.") { (all, value) throws(Complaint) in
        all.tls.ownPassphrase = try value.text()
      },
      .toggle(nil, "tlsv1.2", "Use TLS 1.2 or later, the default.") { $0.tls.minimum = $1 ? .tls12 : nil },
      .toggle(nil, "tlsv1.3", "Use TLS 1.3 or later.") { $0.tls.minimum = $1 ? .tls13 : nil },
      .value(nil, "tls-max", "1.2|1.3|default", "Use no later version of TLS than this.") { (all, value) throws(Complaint) in
        let version = TLSPlan.Version(rawValue: try value.text())
        if version == nil, try value.text() != "default" { throw Complaint(.badUsage, "it is 1.2, 1.3 or default") }
        all.tls.maximum = version
      },
      .value(
        nil, "pinnedpubkey", "hashes",
        "Accept only a server with one of these public keys: 'sha256//' and the digest in base64, separated by ';'."
      ) { (all, value) throws(Complaint) in all.tls.pins = try TLSPlan.pins(value.text()) },
      .value(nil, "ciphers", "list", "The ciphers for TLS 1.2, as OpenSSL writes them.") { (all, value) throws(Complaint) in
        all.tls.ciphers = try value.text()
      },
      .value(nil, "tls13-ciphers", "list", "The ciphers for TLS 1.3, separated by colons.") { (all, value) throws(Complaint) in
        all.tls.suites = try value.text()
      },
    ])

  static let proxy = FlagGroup(
    title: "Proxies",
    flags: [
      .value(
        "x", "proxy", "[scheme://][user:password@]host[:port]",
        "Use this proxy: http, https, socks4, socks4a, socks5 or socks5h; https URLs go through a tunnel; '' uses none."
      ) { (all, value) throws(Complaint) in all.proxy.server = try value.text() },
      .value(nil, "socks5", "host[:port]", "Use this SOCKS 5 proxy; names are looked up here.") { (all, value) throws(Complaint) in
        all.proxy.server = "socks5://" + (try value.text())
      },
      .value(nil, "socks5-hostname", "host[:port]", "Use this SOCKS 5 proxy, which looks names up.") { (all, value) throws(Complaint) in
        all.proxy.server = "socks5h://" + (try value.text())
      },
      .value(nil, "socks4", "host[:port]", "Use this SOCKS 4 proxy; names are looked up here.") { (all, value) throws(Complaint) in
        all.proxy.server = "socks4://" + (try value.text())
      },
      .value(nil, "socks4a", "host[:port]", "Use this SOCKS 4a proxy, which looks names up.") { (all, value) throws(Complaint) in
        all.proxy.server = "socks4a://" + (try value.text())
      },
      .value(nil, "preproxy", "socks proxy", "Reach the proxy through this SOCKS proxy.") { (all, value) throws(Complaint) in
        all.proxy.before = try value.text()
      },
      .value("U", "proxy-user", "user:password", "Log in to the proxy.") { (all, value) throws(Complaint) in
        all.proxy.user = try value.text()
      },
      .value(nil, "noproxy", "hosts", "Use no proxy for these hosts, separated by commas; * is every host.") {
        (all, value) throws(Complaint) in
        all.proxy.exceptions = try value.text()
      },
      .toggle("p", "proxytunnel", "Ask the proxy for a tunnel (CONNECT) for http URLs, too.") { $0.proxy.isTunnel = $1 },
      .value(
        nil, "proxy-header", "'name: value'", "Send this field to the proxy; through a tunnel, the server does not get it; repeatable."
      ) {
        (all, value) throws(Complaint) in all.proxy.headers += try HeaderOption.options(value)
      },
      .value(nil, "proxy-cacert", "file", "Trust the authorities in this PEM file for an https proxy.") {
        (all, value) throws(Complaint) in all.proxy.tls.authorityFile = try value.text()
      },
      .toggle(nil, "proxy-insecure", "Accept any certificate of an https proxy.") { $0.proxy.tls.isInsecure = $1 },
      .none(nil, "proxy-basic", "Proxies are logged in to with Basic anyway."),
    ])
}
