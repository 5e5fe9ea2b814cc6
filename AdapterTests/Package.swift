// swift-tools-version: 6.2
import PackageDescription

/// As in the package itself: Scripts/check makes warnings errors.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

/// The tests of the products behind traits. They are a package of their own so that neither the package's own builds nor its users fetch
/// what only these products need. Scripts/adapters runs them.
let package = Package(
  name: "AdapterTests",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-http-wire", path: "..", traits: [.defaults, "Log", "Metrics", "Tracing", "HTTPTypes"]),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.6.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.2.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
  ],
  targets: [
    .testTarget(
      name: "AdapterTests",
      dependencies: [
        .product(name: "HTTPWireTesting", package: "swift-http-wire"),
        .product(name: "HTTPWireLog", package: "swift-http-wire"),
        .product(name: "HTTPWireMetrics", package: "swift-http-wire"),
        .product(name: "HTTPWireTracing", package: "swift-http-wire"),
        .product(name: "HTTPWireTypes", package: "swift-http-wire"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)] + strict)
  ]
)
