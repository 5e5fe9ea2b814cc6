// swift-tools-version: 6.2
import PackageDescription

/// As in the package itself: Scripts/check makes warnings errors.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

/// The tests of the content codings behind traits that are off by default. They are a package of their own so that the package's own builds
/// need none of their libraries. Scripts/codings runs them.
let package = Package(
  name: "CodingTests",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-http-wire", path: "..", traits: ["Compression", "Brotli", "Zstandard"])],
  targets: [
    .testTarget(
      name: "CodingTests",
      dependencies: [
        .product(name: "HTTPWireCore", package: "swift-http-wire"), .product(name: "HTTPWireInflate", package: "swift-http-wire"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)] + strict)
  ]
)
