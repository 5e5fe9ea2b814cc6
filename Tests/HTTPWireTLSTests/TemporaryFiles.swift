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
