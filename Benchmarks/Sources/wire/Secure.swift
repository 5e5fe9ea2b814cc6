import HTTPWire

func overTLS(_ job: Job) throws -> Outcome {
  var options = TLSContext.Options()
  options.trust = [.file(try job.requiredFile())]
  options.minimumVersion = .tls13
  if job.work == "tls-full" { options.sessionCacheSize = 0 }
  let context = try TLSContext(options)
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

private func open(_ port: Int, _ context: TLSContext) throws -> HTTPSConnection {
  let connection = try HTTPSConnection("127.0.0.1", port: port, timeout: .seconds(60), context: context)
  try connection.connect()
  return connection
}

/// A new connection for each request, after a first that is not counted and leaves a session behind.
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
  let connection = try open(port, context)
  defer { connection.close() }
  let isResumed = connection.tls?.isResumed ?? false
  return (try get(connection, "/small"), isResumed)
}
