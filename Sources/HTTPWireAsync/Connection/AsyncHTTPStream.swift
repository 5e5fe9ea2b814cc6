public import HTTPWire
import Synchronization

/// The stream of a connection that speaks another protocol now: a WebSocket, or what goes through a tunnel.
///
/// ```swift
/// let response = try await connection.request("GET", "/chat", headers: upgradeFields)
/// let stream = try await response.takeStream()
/// async let incoming = stream.read()
/// try await stream.write(frame)
/// print(try await incoming.count)
/// ```
///
/// One task may read while another one writes. What the server sent right behind the response is read first. When a task is cancelled, its
/// call throws `cancelled`, and the stream stays as it is: no byte that was received is lost.
@safe public actor AsyncHTTPStream {
  /// Closes the stream with this object.
  private let owner: StreamOwner
  private let driver: any ConnectionDriver
  /// Whether it has a place among the open ones: that of its connection.
  private var hasPlace: Bool
  private var isReading = false
  private var isWriting = false
  /// What the waiting task waits for, on behalf of both; nil while no task waits.
  private var awaited: (reads: Bool, sends: Bool)?
  /// The other task.
  private var others: [CheckedContinuation<Void, Never>] = []
  private var isClosed = false

  /// The driver's executor. Unsafe: it is not retained here, and lives as long as the driver, which is.
  private nonisolated let unowned: UnownedSerialExecutor

  /// The executor of the stream: a thread of its own, or the event loop of its connection.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe unowned }

  init(_ stream: sending any ByteStream, _ driver: any ConnectionDriver, hasPlace: Bool) {
    owner = StreamOwner(stream)
    self.driver = driver
    self.hasPlace = hasPlace
    unsafe unowned = driver.executor.asUnownedSerialExecutor()
  }

  private var stream: any ByteStream { owner.stream }

  deinit { if hasPlace { driver.givePlaceBack() } }

  /// Waits until bytes have come, and returns them, at most `limit`. An empty result is the end of the stream.
  ///
  /// Throws `responseNotReady` while another task reads, `cancelled`, `closed` after ``close()``, and what the stream throws.
  public func read(upTo limit: Int = 65_536) async throws(HTTPException) -> [UInt8] {
    if isReading { throw .responseNotReady("another task is reading this stream") }
    isReading = true
    defer { isReading = false }
    while true {
      if Task.isCancelled { throw .cancelled }
      if let bytes = try readNow(min(max(1, limit), 1 << 20)) { return bytes }
      try await turn()
    }
  }

  /// Sends all the bytes.
  ///
  /// Throws `cannotSendRequest` while another task writes, `cancelled`, after which it is unknown how many bytes were sent, `closed` after
  /// ``close()``, and what the stream throws.
  public func write(_ bytes: [UInt8]) async throws(HTTPException) {
    if isWriting { throw .cannotSendRequest("another task is writing to this stream") }
    isWriting = true
    defer { isWriting = false }
    // Of a write that was cancelled, what is encrypted can't be taken back. The stream sends that first, and only counts these bytes.
    while hasUnsentRecords { _ = try await sendSome([0].span) }
    var sent = 0
    while sent < bytes.count { sent += try await sendSome(bytes.span.extracting(sent...)) }
  }

  private var hasUnsentRecords: Bool {
    #if TLS
    (stream as? TLSStream)?.hasUnsentRecords == true
    #else
    false
    #endif
  }

  /// Sends what the stream takes, or waits until it may take more.
  private func sendSome(_ bytes: Span<UInt8>) async throws(HTTPException) -> Int {
    if Task.isCancelled { throw .cancelled }
    if isClosed { throw .closed }
    let count = try writeNow(bytes)
    if count == 0 { try await turn() }
    return count
  }

  /// Closes the stream. Calls that wait end with `closed`. Calling it again has no effect.
  public func close() async {
    if isClosed { return }
    isClosed = true
    stream.close()
    driver.wake()
    if hasPlace { driver.givePlaceBack() }
    hasPlace = false
  }

  /// What can be read now; nil if nothing can.
  private func readNow(_ limit: Int) throws(HTTPException) -> [UInt8]? {
    if isClosed { throw .closed }
    if stream.pendingInput() == .nothing, stream.fileDescriptor != nil { return nil }
    var bytes: [UInt8] = []
    do {
      try bytes.append(addingCapacity: limit) { (free) throws(HTTPException) in try stream.read(into: &free, timeout: .zero) }
    } catch {
      if case .timedOut = error { return nil }
      throw error
    }
    return bytes
  }

  /// Sends what the stream takes now, and returns how many bytes that were.
  private func writeNow(_ bytes: Span<UInt8>) throws(HTTPException) -> Int {
    do {
      return try stream.writeSome(bytes, timeout: .zero)
    } catch {
      if case .timedOut = error { return 0 }
      throw error
    }
  }

  /// Waits until the stream can be read or written, as the tasks want. One task waits for all of them.
  private func turn() async throws(HTTPException) {
    if let awaited {
      if isReading && !awaited.reads || isWriting && !awaited.sends { driver.wake() }
      await withTaskCancellationHandler {
        await withCheckedContinuation { others.append($0) }
      } onCancel: {
        driver.wake()
      }
      return
    }
    awaited = (isReading, isWriting)
    defer {
      awaited = nil
      for other in others { other.resume() }
      others = []
    }
    let needs = PollingNeeds(time: nil, reads: isReading, sends: isWriting, descriptor: stream.fileDescriptor)
    let result: Result<Bool, HTTPException> = await withTaskCancellationHandler {
      do throws(HTTPException) {
        return .success(try await driver.wait(for: needs))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      driver.wake()
    }
    _ = try result.get()
  }
}

extension AsyncHTTPResponse {
  /// Takes the stream over, after a response of 101 (Switching Protocols) or to CONNECT, to speak another protocol on it (RFC 9110 section
  /// 7.8). It is closed by ``AsyncHTTPStream/close()`` or with its object. The connection's next request opens another one.
  ///
  /// Throws `responseNotReady` for another response, and if the stream was taken already.
  public nonisolated(nonsending) func takeStream() async throws(HTTPException) -> AsyncHTTPStream {
    try connection.occupancy.enter()
    defer { connection.occupancy.leave() }
    return try await connection.takeStream(of: self)
  }
}

extension AsyncHTTPConnection {
  func takeStream(of response: AsyncHTTPResponse) throws(HTTPException) -> AsyncHTTPStream {
    guard response.number == number, leavesHTTP, let stream = connection.detachStream() else {
      throw .responseNotReady("the response does not hand its stream over")
    }
    leavesHTTP = false
    response.end(trailers: nil, isIdle: false)
    endExchange()
    let handed = Handed(stream)
    // The place goes with the stream.
    return AsyncHTTPStream(handed.stream, driver.detached(), hasPlace: hasPlace.exchange(false, ordering: .relaxed))
  }
}

/// Closes a stream with the object that has it.
private final class StreamOwner {
  let stream: any ByteStream

  init(_ stream: any ByteStream) { self.stream = stream }

  deinit { stream.close() }
}

/// A stream that the connection has given away.
private struct Handed: @unchecked Sendable {
  // Nobody else refers to it: the connection has let it go.
  let stream: any ByteStream
  init(_ stream: any ByteStream) { self.stream = stream }
}
