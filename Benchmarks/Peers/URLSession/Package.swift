// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "urlsession-peer",
  platforms: [.macOS(.v15)],
  targets: [.executableTarget(name: "urlsession", swiftSettings: [.swiftLanguageMode(.v6)])]
)
