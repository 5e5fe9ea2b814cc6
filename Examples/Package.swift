// swift-tools-version: 6.2
import PackageDescription

/// The programs, one folder of Sources each. Scripts/examples fails when a folder is missing here.
let examples = [
  "control",
  "dialers",
  "fifty-hosts",
  "get",
  "har",
  "json-client",
  "keep-alive-loop",
  "multipart-upload",
  "oci-registry",
  "polite-crawler",
  "resumable-download",
  "s3-sigv4",
  "server-sent-events",
  "webdriver",
  "websocket-echo",
]

/// Those that need SHA-1 or SHA-256.
let digesting = ["oci-registry", "s3-sigv4", "websocket-echo"]

/// As in the package itself: Scripts/check makes warnings errors.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

/// The products of the package around this one.
let products = ["HTTPWire", "HTTPWireSession", "HTTPWireTesting"].map {
  Target.Dependency.product(name: $0, package: "swift-http-wire")
}

let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-http-wire", path: "..")],
  targets: examples.map { name in
    .executableTarget(
      name: name, dependencies: products + ["HTTPWireFoundation"] + (digesting.contains(name) ? ["Digests"] : []),
      swiftSettings: [.swiftLanguageMode(.v6)] + strict)
  } + [
    .target(name: "HTTPWireFoundation", dependencies: products, path: "Stub"),
    .target(name: "Digests", path: "Digests", swiftSettings: [.swiftLanguageMode(.v6)] + strict),
    .testTarget(name: "ClientTests", dependencies: products + ["HTTPWireFoundation"], swiftSettings: [.swiftLanguageMode(.v6)] + strict),
  ]
)
