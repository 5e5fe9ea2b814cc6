// swift-tools-version: 6.2
import PackageDescription

/// As in the package itself: Scripts/check makes warnings errors.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

let settings: [SwiftSetting] =
  strict + [
    .swiftLanguageMode(.v6), .define("TLS"), .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
  ]

func product(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-http-wire") }

/// The tests of HTTPWireAsync and HTTPWireNIO, over all ways to wait: blocking, in threads, and on the event loops of HTTPWireNIO.
/// Scripts/awaited runs them.
///
/// They are a package of their own so that nobody else fetches swift-nio, and so that they have a process of their own: the other tests
/// block the threads in which tasks run, and whoever awaits beside them waits for seconds.
let package = Package(
  name: "AwaitedTests",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-http-wire", path: "..", traits: [.defaults, "NIO"]),
    .package(url: "https://github.com/apple/swift-nio", from: "2.86.0"),
  ],
  targets: [
    .testTarget(
      name: "HTTPWireAsyncTests",
      dependencies: [
        product("HTTPWire"), product("HTTPWireAsync"), product("HTTPWireNIO"), product("HTTPWireTesting"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ],
      swiftSettings: settings)
  ]
)
