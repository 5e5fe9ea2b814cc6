import HTTPWireSession

/// A session's GET on a kept connection, and the same GET of a connection: with the same fields and time limits, and the body read as a
/// whole.
func sessions(_ job: Job) throws -> Outcome {
  let url = try HTTPURL("http://127.0.0.1:\(job.port)/small")
  if job.work == "session-by-connection" {
    let connection = try HTTPConnection(url: url, timeout: .seconds(30))
    let fields: HTTPMessage = ["User-Agent": "HTTPWire/0.1", "Accept": "*/*", "Accept-Encoding": "gzip, deflate"]
    return try timed {
      var total = 0
      for _ in 0..<job.amount {
        try connection.request("GET", url.target, headers: fields, deadline: .now + .seconds(300))
        let response = try connection.getResponse()
        total += try response.status == 200 ? response.read().count : 0
      }
      return total
    }
  }
  let session = HTTPSession()
  let text = url.description
  let isText = job.work == "session-get-text"
  return try timed {
    var total = 0
    for _ in 0..<job.amount {
      let response = try isText ? session.get(text) : session.get(url)
      total += response.status == 200 ? response.body.count : 0
    }
    return total
  }
}
