// swift-tools-version: 6.2
import PackageDescription

let library = Target.Dependency.product(name: "HTTPWire", package: "swift-http-wire")

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  products: [.library(name: "AsyncWorks", targets: ["AsyncWorks"])],
  dependencies: [.package(name: "swift-http-wire", path: "..")],
  targets: [
    .executableTarget(
      name: "wire",
      dependencies: [
        library, .product(name: "HTTPWireCore", package: "swift-http-wire"), .product(name: "HTTPWireSession", package: "swift-http-wire"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .target(
      name: "AsyncWorks", dependencies: [library, .product(name: "HTTPWireAsync", package: "swift-http-wire")],
      swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault")]),
    .executableTarget(
      name: "wire-async", dependencies: ["AsyncWorks", .product(name: "HTTPWireAsync", package: "swift-http-wire")],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(name: "https-get", dependencies: [library], swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)
