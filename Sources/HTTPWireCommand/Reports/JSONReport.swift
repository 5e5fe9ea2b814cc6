import HTTPWireSession

/// What is known about a transfer as JSON.
struct JSONReport {
  private let facts: TransferFacts

  init(_ facts: TransferFacts) { self.facts = facts }

  /// One line: status, fields, times and TLS facts (`--json-output`).
  var text: String {
    var members: [(name: String, value: JSONValue)] = [
      ("url", .text("\(facts.url)")), ("method", .text(facts.method)), ("status", .integer(facts.head?.status ?? 0)),
      ("reason", .text(facts.head?.reason ?? "")), ("fields", fieldList), ("redirections", .integer(facts.redirections)),
      ("bytes", .integer(facts.receivedBodyBytes)),
    ]
    if let name = facts.fileName { members.append(("file", .text(name))) }
    if let peer = facts.peer { members.append(("peer", .text(peer))) }
    members.append(("reused", .boolean(facts.isReused)))
    members.append(("milliseconds", times))
    #if TLS
    if let tls = facts.tls { members.append(("tls", tls.json)) }
    #endif
    if let complaint = facts.complaint {
      members.append(
        ("error", .object([("exitStatus", .integer(Int(complaint.status.rawValue))), ("message", .text(complaint.text))])))
    }
    return JSONValue.object(members).text
  }

  /// The variables of `-w` (`%{json}`).
  var variables: String {
    let members = ReportVariables.names.compactMap { name -> (name: String, value: JSONValue)? in
      switch ReportVariables.value(name, facts) {
      case nil: nil
      case .text(let text): (name, text.map { .text($0) } ?? .null)
      case .number(let number), .status(let number): (name, .integer(number))
      case .seconds(let time): (name, .decimal(Timing.seconds(time)))
      }
    }
    return JSONValue.object(members + [("curl_version", .text("httpwire/" + Version.number))]).text
  }

  /// The fields of the last response by their names in lower case, each with all its values (`%{header_json}`).
  var fields: String {
    guard let headers = facts.head?.headers else { return "{}" }
    var members: [(name: String, values: [JSONValue])] = []
    var places: [String: Int] = [:]
    for (name, value) in headers.items {
      let name = name.lowercased()
      if let place = places[name] {
        members[place].values.append(.text(value))
      } else {
        places[name] = members.count
        members.append((name, [.text(value)]))
      }
    }
    return JSONValue.object(members.map { ($0.name, .array($0.values)) }).text
  }

  private var fieldList: JSONValue {
    .array((facts.head?.headers.items ?? []).map { .object([("name", .text($0.name)), ("value", .text($0.value))]) })
  }

  private var times: JSONValue {
    let times = facts.times
    let all = [
      ("lookUp", times.lookUp), ("connect", times.connect), ("tunnel", times.tunnel), ("tls", times.tls), ("request", times.request),
      ("firstByte", times.firstByte), ("total", Optional(times.total)),
    ]
    return .object(all.compactMap { name, time in time.map { (name, .thousandths(Int64($0 / .microseconds(1)))) } })
  }
}
