import Glibc
public import HTTPWire
public import HTTPWireAsync

/// How a program makes connections to a port of the loopback interface.
public struct ConnectionMaker: Sendable {
  /// What uses a connection, isolated to it.
  public typealias Body = @Sendable (isolated AsyncHTTPConnection) async throws -> Outcome

  let make: @Sendable (_ port: Int, _ tls: TLSContext?) throws -> AsyncHTTPConnection
  let scope: @Sendable (_ port: Int, _ tls: TLSContext?, _ body: @escaping Body) async throws -> Outcome

  /// Takes what makes a connection, and what makes one for a closure.
  public init(
    make: @escaping @Sendable (_ port: Int, _ tls: TLSContext?) throws -> AsyncHTTPConnection,
    scope: @escaping @Sendable (_ port: Int, _ tls: TLSContext?, _ body: @escaping Body) async throws -> Outcome
  ) {
    self.make = make
    self.scope = scope
  }
}

/// How the awaited connections are used.
enum Manner: String {
  /// By code that is isolated to the connection, head and body in two calls.
  case scoped
  /// By code that is isolated to nothing, head and body in two calls.
  case outside
  /// By code that is isolated to the connection, head and body in one call.
  case fetchScoped = "fetch-scoped"
  /// By code that is isolated to nothing, head and body in one call.
  case fetchOutside = "fetch-outside"
  /// Not awaited at all: each connection blocks a thread, which is the reference.
  case blocking
}

struct BadUsage: Error {
  let what: String
}

/// The arguments of the command line.
struct Job: Sendable {
  let manner: Manner
  let work: String
  let port: Int
  let amount: Int
  let tls: TLSContext?

  init(_ arguments: [String]) throws {
    guard arguments.count >= 5, let manner = Manner(rawValue: arguments[1]), let port = Int(arguments[3]), let amount = Int(arguments[4])
    else { throw BadUsage(what: "usage: PROGRAM MANNER WORK PORT AMOUNT [CA]") }
    self.manner = manner
    self.port = port
    self.amount = amount
    let isSecure = arguments[2].hasPrefix("tls-")
    work = isSecure ? String(arguments[2].dropFirst(4)) : arguments[2]
    var options = TLSContext.Options()
    if isSecure {
      guard arguments.count > 5 else { throw BadUsage(what: "\(arguments[2]) needs a file") }
      options.trust = [.file(arguments[5])]
      options.minimumVersion = .tls13
    }
    tls = isSecure ? try TLSContext(options) : nil
  }

  /// With how many connections at once requests are made: 64 for `requests-64`.
  var connections: Int { work == "requests" ? 1 : Int(work.dropFirst("requests-".count)) ?? 1 }
}

/// Runs the work that the command line names, and ends the program.
///
/// The main thread only waits, as it would in a program that has something else to do there.
public func runAsyncWork(_ arguments: [String], _ maker: ConnectionMaker) -> Never {
  Task.detached {
    do {
      let job = try Job(arguments)
      let outcome = try await job.work == "download" ? download(job, maker) : requests(job, maker)
      print(outcome.line)
      exit(0)
    } catch {
      fail(error)
    }
  }
  while true { pause() }
}

/// Ends the program, and says why on its standard error.
func fail(_ error: any Error) -> Never {
  let line = Array("\(error)\n".utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(1)
}
