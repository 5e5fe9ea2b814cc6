// swift-tools-version: 6.2
import PackageDescription

let library = Target.Dependency.product(name: "HTTPWire", package: "swift-http-wire")

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-http-wire", path: "..")],
  targets: [
    .executableTarget(
      name: "wire",
      dependencies: [
        library, .product(name: "HTTPWireCore", package: "swift-http-wire"), .product(name: "HTTPWireSession", package: "swift-http-wire"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]),
    .executableTarget(name: "https-get", dependencies: [library], swiftSettings: [.swiftLanguageMode(.v6)]),
  ]
)
