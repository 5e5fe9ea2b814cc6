import Foundation

func temporaryPath() throws -> String {
  FileManager.default.temporaryDirectory.appendingPathComponent("httpwire-tls-\(UUID().uuidString)").path
}

func writeFile(_ path: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

func readFile(_ path: String) -> [UInt8] { FileManager.default.contents(atPath: path).map { Array($0) } ?? [] }

func removeFile(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

/// How many descriptors this process has open.
func openDescriptors() -> Int {
  (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? 0
}

/// A directory that is there until the object goes.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = try temporaryPath()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  func write(_ name: String, _ bytes: [UInt8]) throws { try writeFile(path + "/" + name, bytes) }

  deinit { removeFile(path) }
}
