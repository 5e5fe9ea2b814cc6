import HTTPWire
import Support

/// What a stream does with the connection that calls it.
final class Companion {
  weak var response: HTTPResponse?

  private let company: Visit.Company
  private var random: SplitMix
  private weak var connection: HTTPConnection?
  private var isBusy = false
  /// How many calls there are before the one in which something is closed.
  private var callsUntilClosing: Int

  init(_ company: Visit.Company, _ random: SplitMix, _ connection: HTTPConnection) {
    self.company = company
    self.random = random
    self.connection = connection
    callsUntilClosing = Int.random(in: 0..<12, using: &self.random)
  }

  /// Does it. What is called here may call the stream again, which is then left alone.
  func meet() {
    if isBusy || company == .none { return }
    isBusy = true
    defer { isBusy = false }
    switch company {
    case .none: return
    case .looking: look()
    case .closing:
      callsUntilClosing -= 1
      if callsUntilClosing == 0 { close() }
      look()
    case .calling: call()
    }
  }

  private func look() {
    if let response {
      _ = (response.remainingLength, response.isClosed, response.willClose, response.isChunked, response.trailers, response.fileDescriptor)
      require(response.status >= 100 && response.headers.count == response.getHeaders().count, "a response has its head at any time")
    }
    _ = (connection?.stream?.fileDescriptor, connection?.proxyResponseHeaders, connection?.debugLevel)
  }

  private func close() {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: response?.close()
    case 1: connection?.close()
    case 2: connection?.stream = nil
    default:
      response?.close()
      connection?.close()
    }
  }

  /// Any of these may throw, and what the response brings afterwards is nothing to rely on.
  private func call() {
    let amount = Int.random(in: 0..<20, using: &random)
    switch Int.random(in: 0..<16, using: &random) {
    case 0: _ = try? response?.read()
    case 1: _ = try? response?.read(amount)
    case 2: _ = try? response?.peek()
    case 3: _ = try? response?.readLine()
    case 4: _ = try? response?.read1()
    case 5: try? response?.forEachChunk { _ in }
    case 6: try? response?.begin()
    case 7: _ = try? connection?.getResponse()
    case 8: try? connection?.request("GET", "/inside")
    case 9: try? connection?.putRequest("GET", "/inside")
    case 10: try? connection?.send([0x2A])
    case 11: try? connection?.connect()
    case 12: _ = connection?.detachStream()
    case 13: connection?.stream = MemoryStream([])
    default: look()
    }
  }
}
