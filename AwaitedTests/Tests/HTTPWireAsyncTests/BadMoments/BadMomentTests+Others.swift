import HTTPWire
import HTTPWireAsync
import HTTPWireTesting
import Synchronization
import Testing

extension BadMomentTests {
  // MARK: Peers that go

  @Test(arguments: [false, true], Way.awaited)
  func `a kept connection that is reset is replaced if the request may be repeated`(retries: Bool, way: Way) async throws {
    for isSecure in [false, true] {
      for ending in ["reset", "close", "answer and close"] {
        let peer = try Peer(isSecure: isSecure) { connection in
          guard try connection.readHead() != nil else { return }
          _ = try connection.discardBody()
          try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
          if ending == "answer and close" { return }
          _ = try connection.sleep(.microseconds(Int.random(in: 0..<1500)))
          if ending == "reset" { try connection.reset() }
        }
        let tally = Tally()
        let connection = try peer.connection(way) { $0.retriesOnce = retries }
        for index in 0..<40 {
          let body: AsyncRequestBody? = index % 3 == 0 ? .bytes([UInt8](repeating: 1, count: 700_000)) : nil
          let result = await within(20) { try await connection.fetch(body == nil ? "GET" : "PUT", "/", body: body, upTo: 100) }
          switch result {
          case nil: tally.add("hangs")
          case .success(let page): tally.add("\(page.status)")
          case .failure(let error): tally.add(error)
          }
          if index % 2 == 0 { try await Task.sleep(for: .microseconds(Int.random(in: 0..<1500))) }
        }
        print("kept, \(ending): TLS \(isSecure), \(way), retries \(retries): \(tally.all)")
        #expect(tally["hangs"] == 0)
        if retries { #expect(tally.all == ["200": 40]) }
        await connection.close()
      }
    }
  }

  // MARK: Wrong bodies

  @Test(
    arguments: [
      "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n", "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "Content-Length: 9\r\n\r\nabc",
      "Content-Length: 9\r\n\r\n",
    ], Way.awaited)
  func `a wrong body right behind the head is reported once, and the connection goes on`(reply: String, way: Way) async throws {
    let peer = try Peer { connection in
      while let request = try connection.readRequest() {
        if request.target == "/" {
          try connection.send(.init(text: "fine"), to: request)
          continue
        }
        try connection.send("HTTP/1.1 200 OK\r\n" + reply)
        if reply.hasPrefix("Content") { return }
      }
    }
    let connection = try peer.connection(way)
    func check() async throws {
      let page = try await within(10) { try await connection.fetch("GET", "/", upTo: 100) }?.get()
      #expect(page?.body == Array("fine".utf8))
    }
    for round in 0..<10 {
      let iterated: Result<Int, any Error>? = await within(10) {
        let response = try await connection.request("GET", "/wrong")
        var count = 0
        for try await piece in response.body { count += piece.count }
        return count
      }
      #expect(iterated != nil)
      #expect(throws: HTTPException.self, "iterated \(round)") { try iterated?.get() }
      try await check()
      let collected = await within(10) { try await connection.request("GET", "/wrong").collect(upTo: 100) }
      #expect(collected != nil)
      #expect(throws: HTTPException.self, "collected \(round)") { try collected?.get() }
      try await check()
      let fetched = await within(10) { try await connection.fetch("GET", "/wrong", upTo: 100) }
      #expect(fetched != nil)
      #expect(throws: HTTPException.self, "fetched \(round)") { try fetched?.get() }
      try await check()
      let dropped = await within(10) { try await connection.request("GET", "/wrong").status }
      #expect(try dropped?.get() == 200)
      try await check()
      let response = try await connection.request("GET", "/wrong")
      await response.close()
      try await check()
      let unread = try await connection.request("GET", "/wrong")
      await connection.close()
      await #expect(throws: HTTPException.self) { for try await _ in unread.body {} }
      try await check()
    }
    await connection.close()
  }

  // MARK: Other tasks

  @Test(arguments: Phase.all, Way.awaited)
  func `closing the connection from another task ends each phase`(phase: Phase, way: Way) async throws {
    let place = try phase.place()
    let connection = BadMomentTests.connection(try place.connection(), way)
    let task = Task { try await phase.wait(connection, nil) }
    try await Task.sleep(for: .milliseconds(60))
    let closed: Void? = try await within(10) { await connection.close() }?.get()
    #expect(closed != nil)
    let result = await within(10) { try await task.value }
    #expect(result != nil)
    let error = #expect(throws: HTTPException.self) { try result?.get() }
    #expect(error == .cancelled || error == .closed, "\(String(describing: error))")
    await connection.close()
    await inThread { place.stop() }
  }

  @Test(arguments: [false, true], Way.awaited)
  func `closing again and again while another task asks ends calls with a clear error`(isAwaited: Bool, way: Way) async throws {
    let peer = try Peer { try $0.describe() }
    let connection = try peer.connection(way)
    let tally = Tally()
    let asking = Task {
      let end = ContinuousClock.now + .seconds(1)
      while ContinuousClock.now < end {
        do {
          let body = isAwaited ? AsyncRequestBody.sequence(Pieces([[1, 2], [3]])) : nil
          let page = try await connection.fetch(isAwaited ? "PUT" : "GET", "/", body: body, upTo: 100)
          tally.add("\(page.status)")
        } catch { tally.add(error) }
      }
    }
    let closing = Task {
      while !Task.isCancelled {
        await connection.close()
        try? await Task.sleep(for: .microseconds(Int.random(in: 0..<400)))
      }
    }
    let result: Result<Void, any Error>? = await within(30) { await asking.value }
    #expect(result != nil)
    closing.cancel()
    let ended: Result<Void, any Error>? = await within(10) { await closing.value }
    #expect(ended != nil)
    print("closing again and again: awaited \(isAwaited), \(way): \(tally.all)")
    #expect(Set(tally.all.keys).isSubset(of: ["200", "\(HTTPException.cancelled)", "\(HTTPException.closed)"]), "\(tally.all)")
    await connection.close()
  }

  @Test(arguments: Way.awaited) func `closing the response while another task reads it ends that with a clear error`(way: Way) async throws
  {
    let server = try HostileServer.start()
    let tally = Tally()
    for _ in 0..<20 {
      let connection = try way.connection(to: server)
      let response = try await connection.request("GET", "/large")
      let reading = Task {
        var count = 0
        for try await piece in response.body { count += piece.count }
        return count
      }
      try await Task.sleep(for: .microseconds(Int.random(in: 0..<3000)))
      await response.close()
      let result = await within(10) { try await reading.value }
      switch result {
      case nil: tally.add("hangs")
      case .success(let count): tally.add(count == 4_000_000 ? "whole" : "short")
      case .failure(let error): tally.add(error)
      }
      let next = await within(10) { try await connection.fetch("GET", "/", upTo: 100).status }
      #expect(try next?.get() == 200)
      await connection.close()
    }
    print("closing the response: \(way): \(tally.all)")
    #expect(tally["hangs"] == 0 && tally["short"] == 0)
  }

  @Test(arguments: Way.awaited) func `many short requests with random cancels are answered right, on one thread`(way: Way) async throws {
    let peer = try Peer { connection in
      while let request = try connection.readRequest() {
        if request.target.hasSuffix("7") { _ = try connection.sleep(.microseconds(500)) }
        try connection.send(.init(text: request.target), to: request)
      }
    }
    let tally = Tally()
    let end = ContinuousClock.now + .seconds(2)
    let result: Result<Void, any Error>? = await within(60) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<50 {
          let connection = try peer.connection(way)
          group.addTask {
            var round = 0
            while ContinuousClock.now < end {
              round += 1
              let target = "/\(index)/\(round)"
              let task = Task { try await connection.fetch("GET", target, upTo: 100).body }
              if round % 3 == 0 {
                if round % 2 == 0 { try await Task.sleep(for: .microseconds(Int.random(in: 0..<800))) }
                task.cancel()
              }
              switch await task.result {
              case .success(let body): tally.add(body == Array(target.utf8) ? "right" : "wrong")
              case .failure(let error): tally.add(error)
              }
            }
            await connection.close()
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(result != nil)
    let faults = Tally()
    for error in peer.errors() { faults.add(error) }
    print("many short, server: \(way): \(faults.all)")
    print("many short: \(way): \(tally.all)")
    #expect(Set(tally.all.keys).isSubset(of: ["right", "\(HTTPException.cancelled)"]), "\(tally.all)")
  }

  @Test(arguments: Way.awaited) func `a task of a scope that was cancelled before it asks leaves the kept connection alone`(way: Way)
    async throws
  {
    let server = try HostileServer.start()
    let connection = try way.connection(to: server)
    for _ in 0..<50 {
      let first = try await connection.fetch("GET", "/", upTo: 100)
      #expect(first.status == 200)
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await connection.fetch("PUT", "/", body: .sequence(Pieces([[1]])), upTo: 100)
      }
      let result = await task.result
      #expect(throws: HTTPException.cancelled) { try result.get() }
    }
    #expect(server.connectionCount == 1)
    await connection.close()
  }
}
