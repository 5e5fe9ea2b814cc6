// swift-tools-version: 6.2
import PackageDescription

/// The targets of Scripts/fuzz, one folder of Sources each.
let targets = ["exchange", "fields", "chunks", "request-head", "hosts", "parameters", "responses"]

/// As in the package itself: Scripts/check makes warnings errors.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

let common: [SwiftSetting] = strict + [.swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault")]

/// The sanitizers are no setting of these targets: Scripts/fuzz gives them to the whole build, so that the library is instrumented too.
let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  // Without TLS: nothing here speaks it, and neither OpenSSL nor its rooms have to be built.
  dependencies: [.package(name: "swift-http-wire", path: "..", traits: [])],
  targets: [
    .systemLibrary(name: "CLibFuzzer"),
    .target(
      name: "Support",
      dependencies: [
        "CLibFuzzer", .product(name: "HTTPWire", package: "swift-http-wire"), .product(name: "HTTPWireCore", package: "swift-http-wire"),
      ],
      swiftSettings: common),
  ]
    + targets.map { name in
      .executableTarget(
        name: name, dependencies: ["Support", .product(name: "HTTPWire", package: "swift-http-wire")], swiftSettings: common)
    }
)
