// swift-tools-version: 6.2
import PackageDescription

/// The programs, one folder of Sources each. Scripts/examples fails when a folder is missing here.
let examples = [
  "control",
  "dialers",
  "get",
  "har",
  "keep-alive-loop",
  "websocket-echo",
]

/// As in the package itself: Scripts/check makes warnings errors.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-http-wire", path: "..")],
  targets: examples.map { name in
    .executableTarget(
      name: name,
      dependencies: [
        .product(name: "HTTPWire", package: "swift-http-wire"), .product(name: "HTTPWireTesting", package: "swift-http-wire"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)] + strict)
  }
)
