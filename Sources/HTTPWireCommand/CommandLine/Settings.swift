import HTTPWireSession

/// All that the command line says, in the order of its flags, and not yet checked for contradictions.
struct Settings {
  var urls: [Argument] = []
  var request = RequestSettings()
  var redirects = RedirectSettings()
  var retries = RetrySettings()
  var connection = ConnectionSettings()
  var tls = TLSPlan()
  var proxy = ProxySettings()
  var output = OutputSettings()
  /// What is asked for instead of a transfer: the last flag of that kind counts.
  var instead: Instead?
  /// How many files of `-K` lead to the current one: a file that names itself would otherwise be read for ever.
  var configDepth = 0

  /// What can be printed instead of fetching anything.
  enum Instead {
    case help
    case version
    case manual
    case completions(shell: String)
  }
}

/// The request and its body.
struct RequestSettings {
  var method: String?
  var headers: [HeaderOption] = []
  var data: [DataPiece] = []
  /// Whether the data is JSON, so that the fields say so.
  var isJSON = false
  /// Whether the data goes into the URL's query.
  var isGet = false
  var query: [DataPiece] = []
  var form: [FormPart] = []
  /// The files of `-T`, one for each URL in turn.
  var uploads: [Argument] = []
  var isHead = false
  var isChunked = false
  var isHTTP10 = false
  var isDecoded = false
  var userAgent: [UInt8]?
  var referer: [UInt8]?
  var range: String?
  var resume: Resume?
  var timeCondition: Argument?
  var cookies: [Argument] = []
  var cookieJar: String?
  var dropsSessionCookies = false
  var user: [UInt8]?
  var authentication = ServerCredentials.Scheme.basic
  var bearer: String?
  var netrc: NetrcUse?
  var netrcFile: String?

  /// Where `-C` continues.
  enum Resume: Equatable {
    case at(Int)
    /// Behind what the file has.
    case atEnd
  }

  /// Whether the file of `-n` has to be there.
  enum NetrcUse: Equatable { case required, optional }
}

/// What is done about redirections.
struct RedirectSettings {
  var isFollowing = false
  /// How many are followed; nil for any number.
  var limit: Int? = 50
  var trustsOtherHosts = false
  /// The statuses after which a POST stays one.
  var keptMethods: Set<Int> = []
  var setsReferer = false
  /// The schemes that redirections may lead to; nil for those that are safe.
  var schemes: Set<String>?
  /// Whether they may lead from https to http.
  var allowsInsecure = false
}

/// When a transfer is tried again.
struct RetrySettings {
  var limit = 0
  var delay: Duration?
  var timeLimit: Duration?
  var isForAllErrors = false
  var isForRefusedConnections = false
}

/// How to connect, and what to tolerate.
struct ConnectionSettings {
  var interface: String?
  var unixSocket: String?
  var openingTimeout: Duration?
  var timeLimit: Duration?
  var resolving: [TCPDialer.FixedAddresses] = []
  var detours: [TCPDialer.Detour] = []
  var family = AddressFamily.any
  /// How long nothing is received before the system asks the peer; nil for never.
  var keepAlive: Duration? = .seconds(60)
  var leniency = ParsingLeniency.default
  /// As many as curl takes.
  var maxResponseHeaders = 5000
  var repetitions = 1
  var continueTimeout = Duration.seconds(1)
  /// The schemes that the command line may name; nil for all.
  var schemes: Set<String>?
  var isParallel = false
  var mostParallel = 50
  /// Bytes a second.
  var rateLimit: Int?
  var largestFile: Int?
  /// Bytes a second below which a transfer is given up.
  var lowestSpeed: Int?
  /// How long it may stay below that.
  var lowSpeedTime: Duration?
}

/// Which proxies to use, and how.
struct ProxySettings {
  /// The proxy of the command line; empty for none, nil for those of the environment.
  var server: String?
  /// The hosts without a proxy; nil for those of the environment.
  var exceptions: String?
  var before: String?
  var user: String?
  var isTunnel = false
  var headers: [HeaderOption] = []
  /// How to speak TLS to it.
  var tls = TLSPlan()
}

/// Where responses go, and what is reported about them.
struct OutputSettings {
  /// Where the bodies go, one for each URL in turn.
  var destinations: [OutputName] = []
  var isRemoteNameAll = false
  var folder: String?
  var createsFolders = false
  var usesServersName = false
  var keepsTime = false
  var keepsPartial = false
  var includesHead = false
  var failure = FailureReport.none
  var failsEarly = false
  var headFile: String?
  var writeOut: Argument?
  var isVerbose = false
  var isSilent = false
  var showsErrors = false
  var showsMeter = true
  var showsTiming = false
  var showsSteps = false
  var showsPythonDebug = false
  var harFile: String?
  var traceFile: String?
  var isJSON = false
  var showsEvents = false

  /// Where one body goes.
  enum OutputName: Equatable {
    case file(String)
    /// A file named as the last part of the URL's path.
    case remoteName
  }

  /// What a status of 400 and above does.
  enum FailureReport {
    case none
    case withoutBody
    case withBody
  }
}
