// Asks many hosts at once. None gets more than 2 seconds in all, however it spends them.
//
//   swift run --package-path Examples fifty-hosts http://127.0.0.1:5001 http://127.0.0.1:5002 …
import Foundation
import HTTPWireSession
import Synchronization

let session = HTTPSession()
let time = Duration.seconds(2)

func ask(_ url: String) -> String {
  do {
    let response = try session.get(url, deadline: .now + time)
    return "\(response.status) \(String(decoding: response.body, as: UTF8.self))".trimmingCharacters(in: .whitespacesAndNewlines)
  } catch .deadlineExceeded, .timedOut {
    return "too slow"
  } catch {
    return "no connection"
  }
}

let urls = CommandLine.arguments.dropFirst()
let results = Mutex([String](repeating: "", count: urls.count))
let began = ContinuousClock.now
let done = DispatchGroup()
for (number, url) in urls.enumerated() {
  done.enter()
  // A thread each: the calls wait, and the threads of a queue or of Swift's tasks are too few for that.
  Thread.detachNewThread {
    let result = ask(url)
    results.withLock { $0[number] = result }
    done.leave()
  }
}
done.wait()
for (number, result) in results.withLock({ $0 }).enumerated() { print("host \(number + 1): \(result)") }
print(ContinuousClock.now - began < time * 4 ? "in time" : "late")
