#if TLS
import HTTPWire

extension TLSPlan.Version {
  /// The same version in the library.
  var version: TLSVersion {
    switch self {
    case .tls12: .tls12
    case .tls13: .tls13
    }
  }
}
#endif
