// Prints the events of a stream. When it breaks off, it is opened again behind the last event, until the server has no more.
//
//   swift run --package-path Examples server-sent-events http://127.0.0.1:5000/events
import HTTPWireSession

let events = try HTTPSession().events(CommandLine.arguments[1])
while let event = try events.next() {
  print(event.id, event.type, event.data.split(separator: "\n").joined(separator: " / "))
}
print("the server has no more")
