import HTTPWireSession

extension FlagGroup {
  static let request = FlagGroup(
    title: "Request",
    flags: [
      .value(nil, "url", "url", "Fetch this URL, as if it stood for itself. Repeatable.") { $0.urls.append($1) },
      .value("X", "request", "method", "The method, instead of the one that the other flags imply.") { (all, value) throws(Complaint) in
        all.request.method = try value.text()
      },
      .value(
        "H", "header", "'name: value'",
        "Send this field. 'Name;' sends it empty, 'Name:' leaves out the one that is sent by itself, @file has a field a line."
      ) { (all, value) throws(Complaint) in all.request.headers += try HeaderOption.options(value) },
      .value("A", "user-agent", "name", "The program to pose as; '' sends no User-Agent.") { $0.request.userAgent = $1.bytes },
      .value("e", "referer", "url", "Where the link was found (Referer); with ';auto' -L sets it to each URL before.") {
        (all, value) in
        let auto = Array(";auto".utf8)
        let isAuto = value.bytes.count >= auto.count && value.bytes.suffix(auto.count).elementsEqual(auto)
        all.redirects.setsReferer = isAuto
        let referer = isAuto ? Array(value.bytes.dropLast(auto.count)) : value.bytes
        all.request.referer = referer.isEmpty ? nil : referer
      },
      .value("u", "user", "user:password", "Log in to the server. The password is asked for if its colon is missing.") {
        $0.request.user = $1.bytes
      },
      .toggle(nil, "basic", "Log in by Basic, which is what is done without it, too.") { (all, _) in all.request.authentication = .basic },
      .toggle(nil, "digest", "Log in by Digest: the password itself is not sent.") { $0.request.authentication = $1 ? .digest : .basic },
      .value(nil, "oauth2-bearer", "token", "Log in with this token.") { (all, value) throws(Complaint) in
        all.request.bearer = try value.text()
      },
      .toggle("n", "netrc", "Log in with what ~/.netrc, or the file of NETRC, has for the host.") {
        $0.request.netrc = $1 ? .required : nil
      },
      .value(nil, "netrc-file", "file", "The same, from this file.") { (all, value) throws(Complaint) in
        all.request.netrcFile = try value.text()
      },
      .toggle(nil, "netrc-optional", "The same as -n, where the file may be missing.") { $0.request.netrc = $1 ? .optional : nil },
      .value("b", "cookie", "data or file", "Send these cookies ('a=1; b=2'), or those of a file; '' only keeps what servers set.") {
        $0.request.cookies.append($1)
      },
      .value("c", "cookie-jar", "file", "Write all cookies to this file at the end; - is standard output.") {
        (all, value) throws(Complaint) in all.request.cookieJar = try value.text()
      },
      .toggle("j", "junk-session-cookies", "Leave out the session cookies of -b's files.") { $0.request.dropsSessionCookies = $1 },
      .toggle(nil, "compressed", "Accept the content codings that are built in, and undo them as the body comes.") {
        $0.request.isDecoded = $1
      },
      .value("r", "range", "first-last", "Ask for these bytes only, as in 0-499, 500- or -500.") { (all, value) throws(Complaint) in
        all.request.range = try value.text()
      },
      .value("C", "continue-at", "offset", "Continue a file behind this number of bytes; - is behind those that are there.") {
        (all, value) throws(Complaint) in
        all.request.resume = value.bytes == [UInt8(ascii: "-")] ? .atEnd : .at(try value.number())
      },
      .value("z", "time-cond", "date or file", "Fetch only what is newer than this date or file; with a minus in front, older.") {
        $0.request.timeCondition = $1
      },
      .toggle("I", "head", "Ask for the head alone (HEAD), and print it.") { $0.request.isHead = $1 },
      .toggle("0", "http1.0", "Send the request as HTTP/1.0.") { $0.request.isHTTP10 = $1 },
      .value(nil, "proto", "schemes", "The schemes that the command line may name, as in '=https'.") { (all, value) throws(Complaint) in
        all.connection.schemes = try SchemeList.schemes(value, of: all.connection.schemes)
      },
      .none(nil, "http1.1", "It is HTTP/1.1 anyway."),
      .none("g", "globoff", "URLs are taken as they are anyway."),
      .none(nil, "path-as-is", "The dots of a path are kept anyway."),
    ])

  static let body = FlagGroup(
    title: "Body",
    flags: [
      .value(
        "d", "data", "data", "POST this; @file and @- (standard input) lose their line ends. Several are joined by '&'. Held in memory."
      ) { $0.request.data.append(.text($1)) },
      .value(nil, "data-ascii", "data", "The same as -d.") { $0.request.data.append(.text($1)) },
      .value(nil, "data-raw", "data", "The same as -d, but @ has no meaning.") { $0.request.data.append(.raw($1)) },
      .value(nil, "data-binary", "data", "The same as -d, but files are sent as they are; a single file is sent a block at a time.") {
        $0.request.data.append(.binary($1))
      },
      .value(nil, "data-urlencode", "data", "The same as -d, percent-encoded: text, =text, name=text, @file or name@file.") {
        $0.request.data.append(.encoded($1))
      },
      .value(nil, "json", "data", "POST this as JSON; @file and @- name files. Several are put together.") { (all, value) in
        all.request.data.append(.json(value))
        all.request.isJSON = true
      },
      .toggle("G", "get", "Put the data of -d and its kin into the URL's query, and send a GET.") { $0.request.isGet = $1 },
      .value(nil, "url-query", "data", "Add this to the URL's query, read as --data-urlencode reads it; behind a + as it is.") {
        $0.request.query.append(.query($1))
      },
      .value(
        "F", "form", "name=content",
        "POST a form with files: name=text, name=@file, name=<file; behind a semicolon type=, filename= and headers=."
      ) { (all, value) throws(Complaint) in all.request.form += try FormPart.parts(value) },
      .value(nil, "form-string", "name=text", "The same for text, whatever is in it.") { (all, value) throws(Complaint) in
        all.request.form.append(try FormPart(literal: value))
      },
      .value(
        "T", "upload-file", "file",
        "PUT this file; - is standard input, sent in chunks unless it is a file. Its name is added to a URL that ends in '/'."
      ) { $0.request.uploads.append($1) },
      .toggle(nil, "chunked", "Send the body in chunks, whether its length is known or not.") { $0.request.isChunked = $1 },
      .value(nil, "expect100-timeout", "seconds", "How long to wait for the server's 100 (Continue) before a large body; 1 by default.") {
        (all, value) throws(Complaint) in all.connection.continueTimeout = try value.seconds() ?? .zero
      },
    ])

  static let redirects = FlagGroup(
    title: "Redirections",
    flags: [
      .toggle("L", "location", "Follow redirections. Other servers get no credentials.") { $0.redirects.isFollowing = $1 },
      .value(nil, "max-redirs", "n", "How many to follow: 50 by default, any number with -1.") { (all, value) throws(Complaint) in
        let limit = try value.number(from: -1)
        all.redirects.limit = limit < 0 ? nil : limit
      },
      .toggle(nil, "location-trusted", "Follow redirections, and give credentials to all the servers.") { (all, isOn) in
        all.redirects.isFollowing = isOn
        all.redirects.trustsOtherHosts = isOn
      },
      .toggle(nil, "post301", "Stay with POST after 301.") { $0.redirects.keep(301, $1) },
      .toggle(nil, "post302", "Stay with POST after 302.") { $0.redirects.keep(302, $1) },
      .toggle(nil, "post303", "Stay with POST after 303.") { $0.redirects.keep(303, $1) },
      .value(nil, "proto-redir", "schemes", "The schemes that redirections may lead to; http after https only if it is named here.") {
        (all, value) throws(Complaint) in all.redirects.schemes = try SchemeList.schemes(value, of: all.redirects.schemes)
      },
    ])

  static let retries = FlagGroup(
    title: "Retries",
    flags: [
      .value(nil, "retry", "n", "Try again so many times after a timeout or a status of 408, 429, 500, 502, 503, 504, 522 or 524.") {
        (all, value) throws(Complaint) in all.retries.limit = try value.number()
      },
      .value(nil, "retry-delay", "seconds", "Wait so long before each retry, instead of 1 second, then 2, 4 and so on.") {
        (all, value) throws(Complaint) in all.retries.delay = try value.seconds()
      },
      .value(nil, "retry-max-time", "seconds", "Begin no retry after this time.") { (all, value) throws(Complaint) in
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
