// swift-tools-version: 6.2
import PackageDescription

/// As in the package itself: Scripts/check makes warnings errors.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

let package = Package(
  name: "Parity",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-http-wire", path: "..")],
  targets: [
    .executableTarget(
      name: "parity-interpreter",
      dependencies: [.product(name: "HTTPWire", package: "swift-http-wire")],
      path: "Sources/interpreter",
      swiftSettings: [.swiftLanguageMode(.v6)] + strict)
  ]
)
