// swift-tools-version: 6.2
import PackageDescription

// A package of its own so that the other programs are built without swift-nio.
let package = Package(
  name: "httpwire-nio",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-http-wire", path: "../../..", traits: [.defaults, "NIO"]),
    .package(name: "benchmarks", path: "../.."),
    .package(url: "https://github.com/apple/swift-nio", from: "2.86.0"),
  ],
  targets: [
    .executableTarget(
      name: "wire-nio",
      dependencies: [
        .product(name: "AsyncWorks", package: "benchmarks"), .product(name: "HTTPWireNIO", package: "swift-http-wire"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ]
)
