import HTTPWire

func overTLS(_ job: Job) throws -> Outcome {
  var options = TLSContext.Options()
  options.trust = [.file(try job.requiredFile())]
  options.minimumVersion = .tls13
  if job.work == "tls-full" { options.sessionCacheSize = 0 }
  let context = try TLSContext(options)
  if job.work.hasPrefix("tls-idle-") { return try idleConnections(job) { try connection(job.port, context) } }
  switch job.work {
  case "tls-requests":
    let connection = try open(job.port, context)
    return try timed { try requests(connection, job.amount) }
  case "tls-download":
    let connection = try open(job.port, context)
    return try timed { try get(connection, "/length/\(job.amount)") }
  case "tls-full": return try connections(job, context, areResumed: false)
  case "tls-resumed": return try connections(job, context, areResumed: true)
  default: throw job.unknown
  }
}

private func connection(_ port: Int, _ context: TLSContext) throws -> HTTPSConnection {
  try HTTPSConnection("127.0.0.1", port: port, context: context)
}

private func open(_ port: Int, _ context: TLSContext) throws -> HTTPSConnection {
  let connection = try connection(port, context)
  try connection.connect()
  return connection
}

/// Makes a new connection for each request, after a first one that is not counted and leaves a session to resume. The request opens the
/// connection: one that `connect()` has opened would be checked for staleness first.
private func connections(_ job: Job, _ context: TLSContext, areResumed: Bool) throws -> Outcome {
  _ = try oneRequest(job.port, context)
  return try timed {
    var total = 0
    for _ in 0..<job.amount {
      let (bytes, isResumed) = try oneRequest(job.port, context)
      guard isResumed == areResumed else { throw BadUsage(what: "a connection was \(isResumed ? "" : "not ")resumed") }
      total += bytes
    }
    return total
  }
}

private func oneRequest(_ port: Int, _ context: TLSContext) throws -> (bytes: Int, isResumed: Bool) {
  let connection = try connection(port, context)
  defer { connection.close() }
  let bytes = try get(connection, "/small")
  return (bytes, connection.tls?.isResumed ?? false)
}
