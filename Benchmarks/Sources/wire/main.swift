// HTTPWire's part of Scripts/bench: `wire WORK PORT AMOUNT [FILE]`. The works on heads need no server and ignore the port. Prints the time
// in seconds, the bytes of bodies moved (or of heads parsed), and the peak of the resident memory in kB.

import HTTPWire

let arguments = CommandLine.arguments
guard arguments.count >= 4, let port = Int(arguments[2]), let amount = Int(arguments[3]) else {
  throw HTTPException.invalidArgument("usage: wire WORK PORT AMOUNT [FILE]")
}
let job = Job(work: arguments[1], port: port, amount: amount, file: arguments.count > 4 ? arguments[4] : nil)
let outcome: Outcome
if job.work.hasPrefix("head") {
  outcome = try parseHeads(job)
} else if job.work.hasPrefix("session-") {
  outcome = try sessions(job)
} else if job.work.hasPrefix("tls-") {
  outcome = try overTLS(job)
} else {
  outcome = try overTCP(job)
}
print(outcome.seconds, outcome.bytes, peakResidentMemory(), outcome.peaks.map(String.init).joined(separator: " "))
