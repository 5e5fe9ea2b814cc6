import Foundation
import HTTPWireInflate
import Testing

/// Decodes the files that `Scripts/codings` has the commands make. The environment names their folder. `x.plain` is the content of `x.br`,
/// `x.1.br`, `x.zst` and so on; a file whose name has `refused` in it decodes to nothing.
struct VectorTests {
  static let folder = ProcessInfo.processInfo.environment["HTTPWIRE_CODING_VECTORS"]

  @Test(.enabled(if: folder != nil)) func `what the commands make is decoded to what went in`() throws {
    let folder = URL(fileURLWithPath: try #require(Self.folder))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    var count = 0
    for name in names where !name.hasSuffix(".plain") {
      let body = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      let parts = name.split(separator: ".")
      let coding = try #require(["br": "br", "zst": "zstd"][parts.last])
      // A large file would take long byte by byte.
      for pieces in deliveries(body, body.count > 5_000 ? [1000] : [1, 1000]) {
        if name.contains("refused") {
          let error = try complaint(coding, pieces, .init(ratio: nil))
          #expect(error != nil, "\(name)")
        } else {
          let content = [UInt8](try Data(contentsOf: folder.appending(path: "\(parts[0]).plain")))
          let output = try decoded(coding, pieces, .init(ratio: nil))
          #expect(output == content, "\(name)")
        }
      }
      count += 1
    }
    #expect(count >= 100)
  }
}
