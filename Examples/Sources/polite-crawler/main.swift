// Visits all pages of a site, as its robots.txt allows and no faster than that asks for.
//
//   swift run --package-path Examples polite-crawler http://127.0.0.1:5000/
import Foundation
import HTTPWireSession

let start = try HTTPURL(CommandLine.arguments[1])
var configuration = HTTPSession.Configuration()
configuration.cookies = CookieJar()
configuration.headers.set("User-Agent", "polite-crawler")
let session = HTTPSession(configuration)

var delay = 0.0
var forbidden: [String] = []
let robots = try session.get(start.resolving("/robots.txt"))
for line in robots.isSuccess ? try robots.text().split(whereSeparator: \.isNewline) : [] {
  let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
  switch parts.first?.lowercased() {
  case "crawl-delay": delay = Double(parts[1]) ?? 0
  case "disallow" where !parts[1].isEmpty: forbidden.append(parts[1])
  default: break
  }
}

var queue = [start]
var seen: Set = [start]
while !queue.isEmpty {
  let page = try session.get(queue.removeFirst())
  seen.insert(page.url)
  let html = try page.text()
  let title = html.firstMatch(of: /<title>(.*?)<\/title>/)?.1 ?? "no title"
  print(page.status, page.url.path, "\(page.history.count) redirected,", title)
  for reference in html.matches(of: /href="(.*?)"/) {
    let link = try page.url.resolving(String(reference.1)).withoutFragment
    guard link.origin == start.origin, seen.insert(link).inserted else { continue }
    if forbidden.contains(where: link.path.hasPrefix) {
      print("left out:", link.path)
    } else {
      queue.append(link)
    }
  }
  Thread.sleep(forTimeInterval: delay)
}
print("cookies:", session.cookies?.cookies().map { "\($0.name)=\($0.value)" }.joined(separator: ", ") ?? "")
