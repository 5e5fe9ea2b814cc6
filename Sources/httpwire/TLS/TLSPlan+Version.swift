#if TLS
import HTTPWire

extension TLSPlan.Version {
  /// The library's name of it.
  var version: TLSVersion {
    switch self {
    case .tls12: .tls12
    case .tls13: .tls13
    }
  }
}
#endif
