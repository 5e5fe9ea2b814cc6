// URLSession's part of Scripts/bench: `urlsession WORK PORT AMOUNT` prints the seconds its loop took and the bytes of bodies that it read.
// Requests one after the other through one session; a large body is taken by a delegate as it comes.

import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

struct BadUsage: Error {}

/// Counts the body of one task after the other, and tells when one has ended.
final class Counter: NSObject, URLSessionDataDelegate {
  let bytes = Mutex(0)
  let failure = Mutex<(any Error)?>(nil)
  let ended = DispatchSemaphore(value: 0)

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    bytes.withLock { $0 += data.count }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    if let error { failure.withLock { $0 = error } }
    ended.signal()
  }
}

let arguments = CommandLine.arguments
guard arguments.count >= 4, let port = Int(arguments[2]), let amount = Int(arguments[3]) else { throw BadUsage() }
let base = "http://127.0.0.1:\(port)"

let configuration = URLSessionConfiguration.ephemeral
configuration.httpMaximumConnectionsPerHost = 1
configuration.urlCache = nil
configuration.httpCookieStorage = nil
let counter = Counter()
let session = URLSession(configuration: configuration, delegate: counter, delegateQueue: nil)

func get(_ path: String) throws {
  guard let url = URL(string: base + path) else { throw BadUsage() }
  session.dataTask(with: url).resume()
  counter.ended.wait()
  if let error = counter.failure.withLock({ $0 }) { throw error }
}

// The connection is opened before the clock starts, as in the others.
try get("/small")
counter.bytes.withLock { $0 = 0 }
let clock = ContinuousClock()
let start = clock.now
switch arguments[1] {
case "requests": for _ in 0..<amount { try get("/small") }
case "download": try get("/length/\(amount)")
case "chunked": try get("/chunked/\(amount)")
default: throw BadUsage()
}
let elapsed = (clock.now - start).components
print(Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18, counter.bytes.withLock { $0 })
