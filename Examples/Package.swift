// swift-tools-version: 6.2
import PackageDescription

let wire = product("HTTPWire")
let session = product("HTTPWireSession")
let async = product("HTTPWireAsync")
let foundation = product("HTTPWireFoundation")
let testing = product("HTTPWireTesting")

func product(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-http-wire") }

/// The programs, one folder of Sources each, and what they use besides HTTPWire. Scripts/examples fails when a folder is missing here.
let examples: [String: [Target.Dependency]] = [
  "control": [testing],
  "dialers": [testing],
  "async-websocket": [async, testing, "Digests"],
  "fifty-hosts": [session],
  "from-async": [async, session, testing],
  "get": [],
  "har": [testing],
  "json-client": [session, foundation],
  "keep-alive-loop": [],
  "multipart-upload": [session, foundation],
  "oci-registry": [session, foundation, "Digests"],
  "polite-crawler": [session],
  "resumable-download": [session],
  "s3-sigv4": [session, "Digests"],
  "server-sent-events": [session],
  "webdriver": [session],
  "websocket-echo": [session, "Digests"],
]

/// As in the package itself: Scripts/check makes warnings errors.
let strict: [SwiftSetting] = Context.environment["HTTPWIRE_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []
let settings = [.swiftLanguageMode(.v6)] + strict

let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "swift-http-wire", path: "..")],
  targets: examples.map { name, uses in .executableTarget(name: name, dependencies: [wire] + uses, swiftSettings: settings) } + [
    .target(name: "Digests", path: "Digests", swiftSettings: settings),
    .testTarget(name: "ClientTests", dependencies: [session, foundation, testing], swiftSettings: settings),
  ]
)
