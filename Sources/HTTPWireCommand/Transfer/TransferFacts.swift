import HTTPWireSession

/// What is known about a transfer, for `-w`, `--json-output`, `--timing` and messages. A retry starts over.
struct TransferFacts {
  /// When the steps ended, from the start of the transfer; nil for a step that was not taken. Those of a later hop replace the earlier.
  struct Times {
    var lookUp: Duration?
    var connect: Duration?
    var tunnel: Duration?
    var tls: Duration?
    /// When the first byte of the request was sent.
    var request: Duration?
    var firstByte: Duration?
    /// When the last hop began, if there were redirections.
    var redirect: Duration?
    var total = Duration.zero
  }

  /// Which URL of the command line it is, counted from 0.
  let number: Int
  /// The URL as it was typed.
  let typed: String
  var method: String
  /// The `Referer` that the command line has.
  let referer: String?
  /// The URL that was requested last.
  var url: HTTPURL
  /// The head of the last response that is none of these; nil if there was none.
  var head: ResponseHead?
  /// The status of the last response to CONNECT; nil without a tunnel.
  var tunnelStatus: Int?
  /// How many redirections were followed.
  var redirections = 0
  /// Where the last response redirects to, if that was not followed.
  var redirectURL: String?
  /// How many connections were opened.
  var connections = 0
  /// Whether the last request was sent on a kept connection.
  var isReused = false
  /// The address and port of the peer and of this side of the last connection.
  var peer: String?
  var local: String?
  /// Bytes of the heads that were sent and received, tunnels included.
  var sentHeadBytes = 0
  var receivedHeadBytes = 0
  /// Bytes of bodies, without framing and before codings are undone.
  var sentBodyBytes = 0
  var receivedBodyBytes = 0
  /// The file that the body went to; nil for standard output.
  var fileName: String?
  var times = Times()
  #if TLS
  /// The results of the last handshake with a server.
  var tls: TLSFacts?
  /// The same with a proxy.
  var proxyTLS: TLSFacts?
  #endif
  var retries = 0

  /// How many certificates the server has shown.
  var certificateCount: Int {
    #if TLS
    tls?.peerCertificates.count ?? 0
    #else
    0
    #endif
  }

  /// Why the transfer failed; nil if it did not.
  var complaint: Complaint?

  /// Starts with what the command line says.
  init(_ plan: TransferPlan, number: Int) {
    self.number = number
    typed = plan.typed
    method = plan.method
    referer = plan.fields["Referer"]
    url = plan.url
  }
}
