import HTTPWireSession
extension HTTPConnection { var proxyHeaders: HTTPMessage { get { [:] } set {} } }
struct RetryPolicy { init(_ s: RetrySettings) {}; func wait(_ c: Complaint?, _ h: ResponseHead?, attempt: Int, elapsed: Duration) -> Duration? { nil } }
enum HTTPDate { static func seconds(_ t: String) -> Int64? { nil }; static func seconds(typed: String) -> Int64? { nil }; static func text(_ t: Int64) -> String { "" } }
