import HTTPWireSession
struct AutomaticFields: OptionSet { let rawValue: Int; static let host = AutomaticFields(rawValue: 1); static let acceptEncoding = AutomaticFields(rawValue: 2); static let contentLength = AutomaticFields(rawValue: 4); static let all: AutomaticFields = [.host, .acceptEncoding, .contentLength] }
extension HTTPConnection { var automaticFields: AutomaticFields { get { .all } set {} }; var proxyHeaders: HTTPMessage { get { [:] } set {} } }
extension RedirectPolicy { var trustsOtherOrigins: Bool { get { false } set {} }; var statusesKeepingPost: Set<Int> { get { [] } set {} }; var setsReferer: Bool { get { false } set {} }; var keepsMethod: Bool { get { false } set {} } }
struct RetryPolicy { init(_ s: RetrySettings) {}; func wait(_ c: Complaint?, _ h: ResponseHead?, attempt: Int, elapsed: Duration) -> Duration? { nil } }
enum HTTPDate { static func seconds(_ t: String) -> Int64? { nil }; static func seconds(typed: String) -> Int64? { nil }; static func text(_ t: Int64) -> String { "" } }
