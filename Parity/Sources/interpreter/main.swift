// The interpreter of parity programs over HTTPWire: reads one program a line, and writes one trace a line, until there is no more.
// Parity/README.md is the language of both.
import Foundation

/// The trace of a line, or why it is no program.
func answer(_ line: String, _ output: Output) -> JSON {
  do {
    return try Run(Program(Array(line.utf8)), output).trace()
  } catch {
    return .object([("invalid", .string(error.reason))])
  }
}

guard let output = Output() else {
  FileHandle.standardError.write(Data("parity-interpreter: no file can be made to stand in for standard output\n".utf8))
  exit(1)
}
signal(SIGPIPE, SIG_IGN)

while let line = readLine() {
  var writer = JSONWriter()
  writer.write(answer(line, output))
  writer.endLine()
  guard output.write(writer.bytes) else { break }
}
