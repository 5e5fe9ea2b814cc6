// The same stream of events as events.py has, of node.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  const last = Number(request.headers["last-event-id"] ?? 0);
  if (last >= 9) return response.writeHead(204).end();
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  response.write("retry: 50\r\n: a comment\r\n\r\n");
  for (let number = last + 1; number < last + 4; number++) {
    const type = number % 4 === 0 ? "event: alarm\r\n" : "";
    response.write(`id: ${number}\r\n${type}data: line one of ${number}\r\ndata: and two\r\n\r\n`);
  }
  // Breaks off in the middle of an event, and of a chunked body.
  response.write("data: not finished\r\n");
  setTimeout(() => response.destroy(), 100);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
