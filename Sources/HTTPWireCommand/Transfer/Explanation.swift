import HTTPWireCore
import HTTPWireInflate
import HTTPWireSession

/// Makes the complaint about an error, with what only the command knows: at which peer it was, and what an address was for.
struct Explanation {
  private let settings: Settings
  private let watch: TransferWatch

  init(_ settings: Settings, _ watch: TransferWatch) {
    self.settings = settings
    self.watch = watch
  }

  func complaint(_ error: any Error) -> Complaint {
    switch error {
    case let complaint as Complaint: complaint
    case let error as ContentDecodingError: Complaint(error)
    case HTTPException.custom(let inner): complaint(inner)
    case HTTPException.incompleteRead(_, let expected):
      // The error has only the bytes of the last call, but the body was read with many calls.
      Complaint(
        .incompleteBody,
        "the body was cut short after \(watch.facts.receivedBodyBytes) bytes" + (expected.map { ", \($0) before its end" } ?? ""))
    case let error as HTTPException: complaint(of: error)
    default: Complaint(.unexpected, "\(error)")
    }
  }

  private func complaint(of error: HTTPException) -> Complaint {
    if let place = settings.connection.interface, Self.isLookUp(of: place, error) {
      return Complaint(.sourceAddress, "--interface takes one of this machine's interfaces or addresses, not \(SwiftCode.literal(place))")
    }
    let proxy = error.fault == .caller ? nil : watch.connection?.requestFailure?.proxy
    let named = proxy.map { error.at(proxy: $0) } ?? error
    var complaint = Complaint(named)
    if let proxy, !complaint.text.hasText(proxy) { complaint = Complaint(complaint.status, "the proxy \(proxy): \(complaint.text)") }
    if proxy != nil, complaint.status == .nameResolution { return Complaint(.proxyResolution, complaint.text) }
    // The connection ended during the handshake, so no body was cut short.
    if case .tls(let failure) = error, failure.kind == .truncated, watch.stage != .ready { return Complaint(.handshake, complaint.text) }
    return complaint
  }

  private static func isLookUp(of host: String, _ error: HTTPException) -> Bool {
    switch error {
    case .nameResolution(let failure): failure.host == host
    // A numeric address is tried for the addresses of its family.
    case .connectionFailed(let attempts): attempts.allSatisfy { isLookUp(of: host, $0.error) }
    default: false
    }
  }
}
