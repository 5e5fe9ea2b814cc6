import HTTPWire
import HTTPWireCore
import HTTPWireSession
import HTTPWireSupport

/// The condition of `-z`: a date, or the time of a file.
struct TimeCondition {
  /// The name of the field.
  let name: String
  /// The date as it is sent.
  let value: String
  /// Seconds since 1970.
  private let seconds: Int64
  private let wantsNewer: Bool

  /// Nil without a condition. As in curl, text that is neither a date nor a file's name sets none.
  init?(_ argument: Argument?) throws(Complaint) {
    guard let argument else { return nil }
    let text = try argument.text()
    wantsNewer = !text.hasPrefix("-")
    let typed = text.hasPrefix("-") || text.hasPrefix("+") || text.hasPrefix("=") ? String(text.dropFirst()) : text
    guard let time = LooseDate.parse(typed)?.secondsSince1970 ?? Syscalls.changeTime(of: typed) else { return nil }
    seconds = time
    name = wantsNewer ? "If-Modified-Since" : "If-Unmodified-Since"
    value = HTTPDate(secondsSince1970: time).description
  }

  /// Whether a response meets the condition. A server may have ignored it.
  func isMet(by headers: HTTPMessage) -> Bool {
    guard let changed = headers["Last-Modified"].flatMap({ HTTPDate($0) })?.secondsSince1970 else { return true }
    return wantsNewer ? changed > seconds : changed < seconds
  }
}
