/// Puts the events of one connection together to exchanges.
package struct ExchangeLedger: Sendable {
  /// What an event has changed.
  package struct Change: Sendable {
    /// The exchange that begins with it.
    package var begun: ObservedExchange?
    /// The exchanges that end with it.
    package var ended: [ObservedExchange] = []
  }

  /// The exchanges under way, the oldest first.
  package private(set) var open: [ObservedExchange] = []
  private var route = ObservedExchange.Route()
  private var count = 0
  /// The number of the stream that a response has taken along, while that is read and the connection has opened another.
  private var takenAlong: Int?

  package init() {}

  /// Notes an event.
  package mutating func note(_ event: ConnectionEvent, at time: ContinuousClock.Instant) -> Change {
    switch event {
    case .requestPrepared(let head, let origin): return begin(head, origin, time)
    case .requestBegan(let head): return send(head, time)
    case .opening:
      takenAlong = open.last { $0.response != nil }?.route.number
      route = ObservedExchange.Route(number: route.number + 1)
      noteRoute()
    case .connected(let address, let local):
      route.peer = address
      route.local = local
      noteRoute()
    case .reused: changeNewest { $0.isReused = true }
    case .bodySent(let count): changeNewest { $0.bodySent += count }
    case .bytesReceived(let count): changeOldest { $0.bytesReceived += count }
    case .interimResponse(let head): changeOldest { $0.interim.append(head) }
    case .responseBegan(let head): change(where: { $0.isBegun && $0.response == nil }, { $0.response = head })
    case .bodyReceived(let count): change(where: { $0.response != nil }, { $0.bodyReceived += count })
    case .responseEnded(let trailers):
      change(where: { $0.response != nil }) {
        $0.trailers = trailers
        $0.hasEnded = true
        // A timeout may have come before, behind which the program has read on.
        $0.failure = nil
      }
      return end(time) { $0.response != nil }
    case .failed(let error): return fail(error, time)
    case .closed: return close(time)
    default: break
    }
    return Change()
  }

  private mutating func begin(_ head: [UInt8], _ origin: String?, _ time: ContinuousClock.Instant) -> Change {
    count += 1
    let new = ObservedExchange(id: count, head: head, origin: origin, start: time, route: route)
    open.append(new)
    return Change(begun: new)
  }

  /// The request goes out. One that was not prepared is pipelined.
  private mutating func send(_ head: [UInt8], _ time: ContinuousClock.Instant) -> Change {
    var change = Change()
    if open.last?.isBegun != false {
      change = begin(head, open.last?.origin, time)
    }
    let new = open.count - 1
    open[new].isBegun = true
    open[new].route = route
    if new > 0, open[new - 1].route.number == route.number { for index in new - 1...new { open[index].isPipelined = true } }
    return change
  }

  /// What has failed is the opening for a request that has not begun, or else the exchange whose response is next.
  private mutating func fail(_ error: HTTPException, _ time: ContinuousClock.Instant) -> Change {
    guard let newest = open.last, !newest.isBegun else {
      changeOldest { $0.failure = error }
      return Change()
    }
    open[open.count - 1].failure = error
    return end(time) { $0.id == newest.id }
  }

  /// All that went over the stream ends with it.
  private mutating func close(_ time: ContinuousClock.Instant) -> Change {
    let meant = open.filter { $0.isBegun && (takenAlong == nil || $0.route.number == takenAlong) }
    takenAlong = nil
    return Change(ended: meant.flatMap { exchange in end(time) { $0.id == exchange.id }.ended })
  }

  /// Ends the first exchange for which `isMeant` is true.
  private mutating func end(_ time: ContinuousClock.Instant, _ isMeant: (ObservedExchange) -> Bool) -> Change {
    guard let index = open.firstIndex(where: isMeant) else { return Change() }
    var ended = open.remove(at: index)
    ended.end = time
    return Change(ended: [ended])
  }

  /// The request that is about to be sent takes this route.
  private mutating func noteRoute() {
    let route = route
    changeNewest { if !$0.isBegun { $0.route = route } }
  }

  private mutating func changeNewest(_ body: (inout ObservedExchange) -> Void) {
    if let last = open.indices.last { body(&open[last]) }
  }

  private mutating func changeOldest(_ body: (inout ObservedExchange) -> Void) {
    change(where: \.isBegun, body)
  }

  /// Changes the first exchange for which `isMeant` is true.
  private mutating func change(where isMeant: (ObservedExchange) -> Bool, _ body: (inout ObservedExchange) -> Void) {
    if let index = open.firstIndex(where: isMeant) { body(&open[index]) }
  }
}
