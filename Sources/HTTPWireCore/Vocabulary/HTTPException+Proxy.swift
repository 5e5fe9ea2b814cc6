extension HTTPException {
  /// This error, with a note that it happened at a proxy. A note that it has already stays: where there are several proxies, it names the
  /// one that the error is of.
  ///
  /// Timeouts and errors about the bytes of a proxy's reply stay as they are: they have no place for a name.
  package func at(proxy: String) -> HTTPException {
    switch self {
    case .system(var failure):
      failure.proxy = failure.proxy ?? proxy
      return .system(failure)
    case .nameResolution(var failure):
      failure.proxy = failure.proxy ?? proxy
      return .nameResolution(failure)
    case .tls(var failure):
      failure.proxy = failure.proxy ?? proxy
      return .tls(failure)
    case .connectionFailed(let attempts):
      return .connectionFailed(attempts.map { ConnectionAttempt(address: $0.address, error: $0.error.at(proxy: proxy)) })
    case .tunnelRefused(var refusal):
      refusal.proxy = refusal.proxy ?? proxy
      return .tunnelRefused(refusal)
    case .socks(var failure):
      failure.proxy = failure.proxy ?? proxy
      return .socks(failure)
    default: return self
    }
  }

  /// The proxy that the error says it happened at; nil if it names none.
  package var proxy: String? {
    switch self {
    case .system(let failure): failure.proxy
    case .nameResolution(let failure): failure.proxy
    case .tls(let failure): failure.proxy
    case .connectionFailed(let attempts): attempts.first?.error.proxy
    case .tunnelRefused(let refusal): refusal.proxy
    case .socks(let failure): failure.proxy
    default: nil
    }
  }

  /// What a description adds about a proxy.
  static func note(_ proxy: String?) -> String { proxy.map { ", at the proxy \($0)" } ?? "" }
}
