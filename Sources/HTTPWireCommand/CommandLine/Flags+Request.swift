import HTTPWireSession

extension FlagGroup {
  static let request = FlagGroup(
    title: "Request",
    flags: [
      .value(nil, "url", "url", "Fetch this URL, the same as one without a flag; repeatable.") { $0.urls.append($1) },
      .value("X", "request", "method", "Use this method instead of the one that the other flags imply.") { (all, value) throws(Complaint) in
        all.request.method = try value.text()
      },
      .value(
        "H", "header", "'name: value'",
        "Send this field; 'Name;' sends it empty, 'Name:' leaves out the default one, @file holds one field a line."
      ) { (all, value) throws(Complaint) in all.request.headers += try HeaderOption.options(value) },
      .value("A", "user-agent", "name", "Send this User-Agent; '' sends none.") { $0.request.userAgent = $1.bytes },
      .value("e", "referer", "url", "Send this URL as Referer; with ';auto' at its end, -L sends the URL that redirected.") {
        (all, value) in
        let auto = Array(";auto".utf8)
        let isAuto = value.bytes.count >= auto.count && value.bytes.suffix(auto.count).elementsEqual(auto)
        all.redirects.setsReferer = isAuto
        let referer = isAuto ? Array(value.bytes.dropLast(auto.count)) : value.bytes
        all.request.referer = referer.isEmpty ? nil : referer
      },
      .value("u", "user", "user:password", "Log in to the server; without a colon, the password is asked for.") {
        $0.request.user = $1.bytes
      },
      .toggle(nil, "basic", "Log in with Basic, the default.") { (all, _) in all.request.authentication = .basic },
      .toggle(nil, "digest", "Log in with Digest, which does not send the password itself.") {
        $0.request.authentication = $1 ? .digest : .basic
      },
      .value(nil, "oauth2-bearer", "token", "Log in with this bearer token.") { (all, value) throws(Complaint) in
        all.request.bearer = try value.text()
      },
      .toggle("n", "netrc", "Log in with the host's entry in ~/.netrc, or in the file that NETRC names.") {
        $0.request.netrc = $1 ? .required : nil
      },
      .value(nil, "netrc-file", "file", "The same as -n, from this file.") { (all, value) throws(Complaint) in
        all.request.netrcFile = try value.text()
      },
      .toggle(nil, "netrc-optional", "The same as -n, but the file may be missing.") { $0.request.netrc = $1 ? .optional : nil },
      .value(
        "b", "cookie", "data or file", "Send these cookies ('a=1; b=2'), or those in a file; '' only keeps the cookies that servers set."
      ) {
        $0.request.cookies.append($1)
      },
      .value("c", "cookie-jar", "file", "Write all cookies to this file at the end; - is standard output.") {
        (all, value) throws(Complaint) in all.request.cookieJar = try value.text()
      },
      .toggle("j", "junk-session-cookies", "Leave out session cookies when -b reads a file.") { $0.request.dropsSessionCookies = $1 },
      .toggle(nil, "compressed", "Ask for a compressed response, and decompress it.") {
        $0.request.isDecoded = $1
      },
      .value("r", "range", "first-last", "Ask for these bytes only, as in 0-499, 500- or -500.") { (all, value) throws(Complaint) in
        all.request.range = try value.text()
      },
      .value("C", "continue-at", "offset", "Continue a download at this offset; - continues after the bytes that the file has.") {
        (all, value) throws(Complaint) in
        all.request.resume = value.bytes == [UInt8(ascii: "-")] ? .atEnd : .at(try value.number())
      },
      .value(
        "z", "time-cond", "date or file",
        "Fetch only what has changed since this date, or since this file did; a minus in front means not since."
      ) {
        $0.request.timeCondition = $1
      },
      .toggle("I", "head", "Ask for the head only (HEAD), and print it.") { $0.request.isHead = $1 },
      .toggle("0", "http1.0", "Send the request as HTTP/1.0.") { $0.request.isHTTP10 = $1 },
      .value(nil, "proto", "schemes", "The schemes that URLs may have, as in '=https'.") { (all, value) throws(Complaint) in
        all.connection.schemes = try SchemeList.schemes(value, of: all.connection.schemes)
      },
      .none(nil, "http1.1", "HTTP/1.1 is spoken anyway."),
      .none("g", "globoff", "Braces and brackets in URLs have no special meaning anyway."),
      .none(nil, "path-as-is", "The dots of a path are sent anyway."),
    ])

  static let body = FlagGroup(
    title: "Body",
    flags: [
      .value(
        "d", "data", "data", "POST this data, or @file without its line ends; several are joined with '&'."
      ) { $0.request.data.append(.text($1)) },
      .value(nil, "data-ascii", "data", "The same as -d.") { $0.request.data.append(.text($1)) },
      .value(nil, "data-raw", "data", "The same as -d, but an @ has no special meaning.") { $0.request.data.append(.raw($1)) },
      .value(nil, "data-binary", "data", "The same as -d, but files are sent unchanged.") {
        $0.request.data.append(.binary($1))
      },
      .value(nil, "data-urlencode", "data", "The same as -d, percent-encoded: text, =text, name=text, @file or name@file.") {
        $0.request.data.append(.encoded($1))
      },
      .value(nil, "json", "data", "POST this as JSON, or what @file holds; several are put together.") { (all, value) in
        all.request.data.append(.json(value))
        all.request.isJSON = true
      },
      .toggle("G", "get", "Put the data of -d into the URL's query instead, and send a GET.") { $0.request.isGet = $1 },
      .value(nil, "url-query", "data", "Add this to the URL's query, encoded as by --data-urlencode; after a + it is added unchanged.") {
        $0.request.query.append(.query($1))
      },
      .value(
        "F", "form", "name=content",
        "POST a form: name=text, name=@file to upload, name=<file for its text; ;type=, ;filename= and ;headers= may follow."
      ) { (all, value) throws(Complaint) in all.request.form += try FormPart.parts(value) },
      .value(nil, "form-string", "name=text", "The same as -F for text, in which no character is special.") {
        (all, value) throws(Complaint) in
        all.request.form.append(try FormPart(literal: value))
      },
      .value(
        "T", "upload-file", "file",
        "PUT this file; - is standard input; its name is added to a URL that ends in '/'."
      ) { $0.request.uploads.append($1) },
      .toggle(nil, "chunked", "Send the body in chunks, even if its length is known.") { $0.request.isChunked = $1 },
      .value(nil, "expect100-timeout", "seconds", "How long to wait for 100 (Continue) before a large body is sent: 1 by default.") {
        (all, value) throws(Complaint) in all.connection.continueTimeout = try value.seconds() ?? .zero
      },
    ])

  static let redirects = FlagGroup(
    title: "Redirections",
    flags: [
      .toggle("L", "location", "Follow redirections; credentials go to the first server only.") { $0.redirects.isFollowing = $1 },
      .value(nil, "max-redirs", "n", "How many redirections to follow: 50 by default, -1 for any number.") {
        (all, value) throws(Complaint) in
        let limit = try value.number(from: -1)
        all.redirects.limit = limit < 0 ? nil : limit
      },
      .toggle(nil, "location-trusted", "Follow redirections, and send the credentials to every server.") { (all, isOn) in
        all.redirects.isFollowing = isOn
        all.redirects.trustsOtherHosts = isOn
      },
      .toggle(nil, "post301", "Keep POST after a 301 redirection.") { $0.redirects.keep(301, $1) },
      .toggle(nil, "post302", "Keep POST after a 302 redirection.") { $0.redirects.keep(302, $1) },
      .toggle(nil, "post303", "Keep POST after a 303 redirection.") { $0.redirects.keep(303, $1) },
      .value(nil, "proto-redir", "schemes", "The schemes that redirections may lead to; from https to http only if http is named here.") {
        (all, value) throws(Complaint) in
        all.redirects.schemes = try SchemeList.schemes(value, of: all.redirects.schemes)
        all.redirects.allowsInsecure = try SchemeList.names("http", in: value)
      },
    ])

  static let retries = FlagGroup(
    title: "Retries",
    flags: [
      .value(nil, "retry", "n", "Try again this many times after a timeout or status 408, 429, 500, 502, 503, 504, 522 or 524.") {
        (all, value) throws(Complaint) in all.retries.limit = try value.number()
      },
      .value(nil, "retry-delay", "seconds", "Wait this long before each retry, instead of 1 second, then 2, 4 and so on.") {
        (all, value) throws(Complaint) in all.retries.delay = try value.seconds()
      },
      .value(nil, "retry-max-time", "seconds", "Start no retry after this time.") { (all, value) throws(Complaint) in
        all.retries.timeLimit = try value.seconds()
      },
      .toggle(nil, "retry-all-errors", "Try again after any error.") { $0.retries.isForAllErrors = $1 },
      .toggle(nil, "retry-connrefused", "Try again after a refused connection, too.") { $0.retries.isForRefusedConnections = $1 },
    ])
}

extension RedirectSettings {
  /// Keeps POST after a status, or does not.
  fileprivate mutating func keep(_ status: Int, _ isKept: Bool) {
    if isKept { keptMethods.insert(status) } else { keptMethods.remove(status) }
  }
}
