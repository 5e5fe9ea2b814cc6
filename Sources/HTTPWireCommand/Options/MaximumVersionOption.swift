import ArgumentParser

/// The newest version of TLS on the command line.
enum MaximumVersionOption: String, WordOption {
  case tls12 = "1.2"
  case tls13 = "1.3"
  case `default`

  var version: TLSPlan.Version? { TLSPlan.Version(rawValue: rawValue) }
}
