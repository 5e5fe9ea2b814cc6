// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "async-http-client-peer",
  platforms: [.macOS(.v15)],
  dependencies: [.package(url: "https://github.com/swift-server/async-http-client", from: "1.24.0")],
  targets: [
    .executableTarget(
      name: "async-http-client", dependencies: [.product(name: "AsyncHTTPClient", package: "async-http-client")],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
