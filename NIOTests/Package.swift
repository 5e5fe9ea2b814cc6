// swift-tools-version: 6.2
import PackageDescription

/// As in the package itself: Scripts/check makes warnings errors.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

/// The tests of HTTPWireAsync once more, over all ways to wait: in threads, and on the event loops of HTTPWireNIO. They are a package of
/// their own so that nobody else fetches swift-nio. Scripts/nio runs them.
let package = Package(
  name: "NIOTests",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-http-wire", path: "..", traits: [.defaults, "NIO"]),
    .package(url: "https://github.com/apple/swift-nio", from: "2.86.0"),
  ],
  targets: [
    .testTarget(
      name: "NIOTests",
      dependencies: [
        .product(name: "HTTPWire", package: "swift-http-wire"),
        .product(name: "HTTPWireAsync", package: "swift-http-wire"),
        .product(name: "HTTPWireNIO", package: "swift-http-wire"),
        .product(name: "HTTPWireTesting", package: "swift-http-wire"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: [
        .swiftLanguageMode(.v6), .define("NIO"), .define("TLS"),
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ] + strict)
  ]
)
