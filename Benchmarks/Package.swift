// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-http-wire", path: "..")],
  targets: [
    .executableTarget(
      name: "wire-tls", dependencies: [.product(name: "HTTPWire", package: "swift-http-wire")],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
