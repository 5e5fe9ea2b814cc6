// What a block of the documentation may use without declaring it: names that its reader takes as given. Scripts/snippets compiles this
// file with the blocks and runs none of it. A block's own declaration of a name hides the one here.

import HTTPWire
import HTTPWireCore
import HTTPWireSession
import HTTPWireTesting

private func given<Value>() -> Value { fatalError("the blocks are compiled, not run") }

// Made by an earlier block of the page, or by the reader.

var connection: HTTPConnection { given() }
var response: HTTPResponse { given() }
var headers: HTTPMessage {
  get { given() }
  set { _ = newValue }
}
var recorder: HARRecorder { given() }
var lines: [String] { given() }
var firstReply: String { given() }
var secondReply: String { given() }

// What the reader's own program gives, and does with a result.

func nextRecord() throws -> [UInt8]? { given() }
func use(_ bytes: [UInt8]) {}
func retryLater() {}
func wait(for duration: Duration) {}
func send(_ bytes: [UInt8]) {}
func send(_ request: RedirectPolicy.Request) throws -> HTTPResponse { given() }
/// Appends what has come, and returns whether the peer has ended the stream.
func receive(into input: inout [UInt8]) -> Bool { given() }

/// A stream that the reader has written over another one.
final class MyCipher: ByteStream {
  init(over stream: any ByteStream) {}
  func read(into buffer: inout OutputSpan<UInt8>, timeout: Duration?) throws(HTTPException) {}
  func write(_ bytes: Span<UInt8>, timeout: Duration?) throws(HTTPException) {}
  func close() {}
}
