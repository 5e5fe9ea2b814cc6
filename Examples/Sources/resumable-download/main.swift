// Downloads a file. What came before the connection broke is kept, and the rest is fetched with Range and If-Range.
//
//   swift run --package-path Examples resumable-download http://127.0.0.1:8080/big.bin big.bin
import Foundation
import HTTPWireSession

let (url, path) = (CommandLine.arguments[1], CommandLine.arguments[2])
let session = HTTPSession()

for number in 1...5 {
  do {
    let download = try session.download(url, to: path, resuming: true)
    print("attempt \(number): \(download.bytes) bytes", download.resumed > 0 ? "resumed" : "at once")
    exit(0)
  } catch {
    print("attempt \(number): cut off")
    Thread.sleep(forTimeInterval: 0.1)
  }
}
print("gave up")
exit(1)
