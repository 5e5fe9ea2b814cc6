// swift-tools-version: 6.2
import PackageDescription

/// Scripts/check and CI set HTTPWIRE_WERROR=1: a warning in one of this package's targets is then an error. It is no flag on the
/// command line because that would reach the dependencies too, and it is off otherwise so that a newer compiler breaks nobody's build.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

/// Settings of every target: Swift 6 mode, and the upcoming checks that make imports and existentials explicit.
let common: [SwiftSetting] =
  strict + [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]

/// The libraries are checked for unsafe constructs; each one that is left is marked `unsafe` in the source.
let library: [SwiftSetting] = common + [.strictMemorySafety()]

/// What the TLS layer stands on; without the trait, neither its headers nor its libraries are looked for.
let openSSL = Target.Dependency.target(name: "COpenSSL", condition: .when(traits: ["TLS"]))

/// What content codings stand on; without its trait, none of these libraries is looked for.
let zlib = Target.Dependency.target(name: "CZlib", condition: .when(traits: ["Compression"]))
let brotli = Target.Dependency.target(name: "CBrotli", condition: .when(traits: ["Brotli"]))
let zstandard = Target.Dependency.target(name: "CZstandard", condition: .when(traits: ["Zstandard"]))

let package = Package(
  name: "swift-http-wire",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "HTTPWireCore", targets: ["HTTPWireCore"]),
    .library(name: "HTTPWire", targets: ["HTTPWire"]),
    .library(name: "HTTPWireAsync", targets: ["HTTPWireAsync"]),
    .library(name: "HTTPWireNIO", targets: ["HTTPWireNIO"]),
    .library(name: "HTTPWireSession", targets: ["HTTPWireSession"]),
    .library(name: "HTTPWireAsyncSession", targets: ["HTTPWireAsyncSession"]),
    .library(name: "HTTPWireInflate", targets: ["HTTPWireInflate"]),
    .library(name: "HTTPWireFoundation", targets: ["HTTPWireFoundation"]),
    .library(name: "HTTPWireTesting", targets: ["HTTPWireTesting"]),
    .library(name: "HTTPWireLog", targets: ["HTTPWireLog"]),
    .library(name: "HTTPWireMetrics", targets: ["HTTPWireMetrics"]),
    .library(name: "HTTPWireTracing", targets: ["HTTPWireTracing"]),
    .library(name: "HTTPWireTypes", targets: ["HTTPWireTypes"]),
    .executable(name: "httpwire", targets: ["httpwire"]),
  ],
  traits: [
    .default(enabledTraits: ["TLS", "Compression"]),
    .trait(name: "TLS", description: "HTTPS over the system's OpenSSL 3. Without it the package builds where OpenSSL is not installed."),
    .trait(name: "Compression", description: "Gzip and deflate over the system's zlib. Without it, HTTPWireInflate knows neither."),
    .trait(name: "Brotli", description: "The content coding br over the system's brotli (libbrotlidec)."),
    .trait(name: "Zstandard", description: "The content coding zstd over the system's libzstd."),
    .trait(name: "Log", description: "HTTPWireLog, an observer that writes to swift-log. Without it, the package is not fetched."),
    .trait(name: "Metrics", description: "HTTPWireMetrics, an observer that records with swift-metrics, which is fetched for it."),
    .trait(name: "Tracing", description: "HTTPWireTracing, an observer that makes spans of swift-distributed-tracing, which is fetched."),
    .trait(name: "NIO", description: "HTTPWireNIO, connections on the event loops of swift-nio, which is fetched for it."),
    .trait(name: "HTTPTypes", description: "HTTPWireTypes, to and from the types of swift-http-types, which is fetched for it."),
  ],
  dependencies: [
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"),
    // Each only with its trait.
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.6.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.2.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.86.0"),
    // Without its default trait, which would link Foundation.
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
  ],
  targets: [
    .target(name: "HTTPWireCore", swiftSettings: library),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"]), .yum(["openssl-devel"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .yum(["zlib-devel"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"]), .yum(["brotli-devel"]), .brew(["brotli"])]),
    .systemLibrary(
      name: "CZstandard", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .yum(["libzstd-devel"]), .brew(["zstd"])]),
    .target(name: "HTTPWireInflate", dependencies: ["HTTPWireCore", zlib, brotli, zstandard], swiftSettings: library),
    .target(name: "HTTPWire", dependencies: ["HTTPWireCore", openSSL], swiftSettings: library),
    .target(name: "HTTPWireSupport", dependencies: ["HTTPWire", openSSL], swiftSettings: library),
    .target(name: "HTTPWireTesting", dependencies: ["HTTPWire", "HTTPWireCore", "HTTPWireSupport", openSSL], swiftSettings: library),
    .target(name: "HTTPWireAsync", dependencies: ["HTTPWire", "HTTPWireCore"], swiftSettings: library),
    .target(
      name: "HTTPWireNIO",
      dependencies: [
        "HTTPWire", "HTTPWireAsync", "HTTPWireCore",
        .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["NIO"])),
        .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["NIO"])),
      ],
      swiftSettings: library),
    .target(name: "HTTPWireSession", dependencies: ["HTTPWire", "HTTPWireCore", "HTTPWireInflate"], swiftSettings: library),
    .target(
      name: "HTTPWireAsyncSession", dependencies: ["HTTPWire", "HTTPWireAsync", "HTTPWireCore", "HTTPWireInflate", "HTTPWireSession"],
      swiftSettings: library),
    .target(
      name: "HTTPWireLog",
      dependencies: ["HTTPWire", .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Log"]))],
      swiftSettings: library),
    .target(
      name: "HTTPWireMetrics",
      dependencies: ["HTTPWire", .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Metrics"]))],
      swiftSettings: library),
    .target(
      name: "HTTPWireTracing",
      dependencies: [
        "HTTPWire", .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
      ],
      swiftSettings: library),
    .target(
      name: "HTTPWireTypes",
      dependencies: ["HTTPWire", .product(name: "HTTPTypes", package: "swift-http-types", condition: .when(traits: ["HTTPTypes"]))],
      swiftSettings: library),
    .target(
      name: "HTTPWireFoundation", dependencies: ["HTTPWire", "HTTPWireCore", "HTTPWireInflate", "HTTPWireSession"], swiftSettings: library),
    .target(
      name: "HTTPWireCommand",
      dependencies: [
        "HTTPWire", "HTTPWireCore", "HTTPWireInflate", "HTTPWireSession", "HTTPWireSupport", "HTTPWireTesting",
      ],
      swiftSettings: common),
    .executableTarget(name: "httpwire", dependencies: ["HTTPWireCommand"]),
    .testTarget(name: "HTTPWireCoreTests", dependencies: ["HTTPWireCore"], swiftSettings: common),
    .testTarget(name: "HTTPWireTests", dependencies: ["HTTPWire", "HTTPWireSupport", "HTTPWireTesting"], swiftSettings: common),
    .testTarget(
      name: "HTTPWireSessionTests", dependencies: ["HTTPWireSession", "HTTPWire", "HTTPWireInflate", "HTTPWireTesting"],
      swiftSettings: common),
    // Without the check of imports: files of HTTPWireSessionTests are linked into it, and use what they don't import under other names.
    .testTarget(
      name: "HTTPWireAsyncSessionTests",
      dependencies: ["HTTPWireAsyncSession", "HTTPWireAsync", "HTTPWireSession", "HTTPWire", "HTTPWireInflate", "HTTPWireTesting"],
      swiftSettings: strict + [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]),
    .testTarget(
      name: "HTTPWireFoundationTests", dependencies: ["HTTPWireFoundation", "HTTPWireInflate", "HTTPWireSession", "HTTPWireTesting"],
      swiftSettings: common),
    .testTarget(name: "HTTPWireTLSTests", dependencies: ["HTTPWire", "HTTPWireSupport", "HTTPWireTesting"], swiftSettings: common),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "httpwire", "HTTPWireCommand", "HTTPWireInflate", "HTTPWireSession", "HTTPWireSupport", "HTTPWireTesting",
      ],
      swiftSettings: common),
  ]
)
