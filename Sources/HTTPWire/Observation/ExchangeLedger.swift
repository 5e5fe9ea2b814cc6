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
  /// The streams that are open, by their numbers.
  private var routes: [Int: ObservedExchange.Route] = [:]

  package init() {}

  /// Whether an exchange is under way on a stream.
  package func isBusy(_ stream: Int) -> Bool { open.contains { $0.isBegun && $0.route.number == stream } }

  /// Notes an event.
  package mutating func note(_ event: ConnectionEvent, _ context: EventContext) -> Change {
    switch event {
    case .requestPrepared(let head, let origin): return begin(head, origin, context)
    case .requestBegan(let head): return send(head, context)
    case .opening: setRoute(ObservedExchange.Route(number: context.stream), context)
    case .connected(let address, let local):
      setRoute(ObservedExchange.Route(peer: address, local: local, number: context.stream), context)
    case .reused: change(context) { $0.isReused = true }
    case .bodySent(let count): change(context) { $0.bodySent += count }
    case .bytesReceived(let count): change(context) { if $0.isBegun { $0.bytesReceived += count } }
    case .interimResponse(let head): change(context) { $0.interim.append(head) }
    case .responseBegan(let head): change(context) { $0.response = head }
    case .bodyReceived(let count): change(context) { $0.bodyReceived += count }
    case .responseEnded(let trailers):
      change(context) {
        $0.trailers = trailers
        $0.hasEnded = true
        // A timeout may have come before, behind which the program has read on.
        $0.failure = nil
      }
      return end(context) { $0.id == context.exchange }
    case .failed(let error):
      change(context) { $0.failure = error }
      // What has begun ends with its stream.
      return end(context) { $0.id == context.exchange && !$0.isBegun }
    case .detached, .closed:
      routes[context.stream] = nil
      return end(context) { $0.isBegun && $0.route.number == context.stream }
    default: break
    }
    return Change()
  }

  private mutating func begin(_ head: [UInt8], _ origin: String?, _ context: EventContext) -> Change {
    let new = ObservedExchange(id: context.exchange, head: head, origin: origin, start: context.time)
    open.append(new)
    return Change(begun: new)
  }

  /// The request goes out. One that was not prepared was under way before anybody observed it.
  private mutating func send(_ head: [UInt8], _ context: EventContext) -> Change {
    let isPipelined = isBusy(context.stream)
    var result = Change()
    if !open.contains(where: { $0.id == context.exchange }) { result = begin(head, nil, context) }
    let route = routes[context.stream] ?? ObservedExchange.Route(number: context.stream)
    change(context) {
      $0.isBegun = true
      $0.route = route
    }
    if isPipelined { for index in open.indices where open[index].route.number == context.stream { open[index].isPipelined = true } }
    return result
  }

  /// The request that is about to be sent takes this route.
  private mutating func setRoute(_ route: ObservedExchange.Route, _ context: EventContext) {
    routes[context.stream] = route
    change(context) { if !$0.isBegun { $0.route = route } }
  }

  /// Ends the exchanges for which `isMeant` is true.
  private mutating func end(_ context: EventContext, _ isMeant: (ObservedExchange) -> Bool) -> Change {
    var ended = open.filter(isMeant)
    open.removeAll(where: isMeant)
    for index in ended.indices { ended[index].end = context.time }
    return Change(ended: ended)
  }

  private mutating func change(_ context: EventContext, _ body: (inout ObservedExchange) -> Void) {
    if let index = open.firstIndex(where: { $0.id == context.exchange }) { body(&open[index]) }
  }
}
