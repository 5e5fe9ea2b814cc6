/// How much of a request's body was sent, beside what its head had declared.
struct RequestBodyCount: Sendable {
  private let declared: UInt64?
  private var sent: UInt64 = 0

  init(declared: UInt64? = nil) { self.declared = declared }

  mutating func add(_ count: Int) { sent &+= UInt64(clamping: count) }

  var isAsDeclared: Bool { declared == nil || declared == sent }
}
