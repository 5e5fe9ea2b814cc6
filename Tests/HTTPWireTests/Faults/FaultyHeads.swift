extension Fault {
  /// Heads that break RFC 9112 sections 4 and 5, and heads that only look so. What CPython makes of them was found by running it.
  static let heads: [Fault] = [
    Fault(
      "1 closed without a byte",
      "", both: "Remote end closed connection without response"),
    Fault(
      "2 closed in the status line",
      "HTTP/1.1 2", both: "bad status line 'HTTP/1.1 2'"),
    Fault(
      "3 closed in a header line",
      "HTTP/1.1 200 OK\r\nContent-Le",
      default: "connection closed inside the response head, after 27 bytes",
      python: "200 "),
    Fault(
      "4 closed before the blank line",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
      default: "connection closed inside the response head, after 36 bytes",
      python: "IncompleteRead(0 bytes read, 5 more expected)"),
    Fault(
      "24 103 before the final response",
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      default: "200 hi",
      python: "103 "),
    Fault(
      "25 101 without Upgrade",
      "HTTP/1.1 101 Switching\r\n\r\nraw",
      default: "got 101 (Switching Protocols), but the request had no Upgrade field",
      python: "101 "),
    Fault(
      "26 100 with a body",
      "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",

      default: "bad status line 'h…", python: "bad status line 'helloHTTP/1.1 200 OK\\r\\n'"),
    Fault(
      "27 bare line feeds",
      "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello", both: "200 hello"),
    Fault(
      "28 carriage return in a value",
      "HTTP/1.1 200 OK\r\nX: a\rContent-Length: 3\r\n\r\nhello",
      default: "header line b'X: a\\rContent-Length: 3\\r\\n' has a carriage return without a line feed",
      python: "200 hel"),
    Fault(
      "28 carriage return in the reason",
      "HTTP/1.1 200 O\rK\r\nContent-Length: 5\r\n\r\nhello",
      default: "bad status line 'HTTP/1.1 200 O\\rK\\r\\n'",
      python: "200 hello"),
    Fault(
      "29 two carriage returns",
      "HTTP/1.1 200 OK\r\nA: b\r\r\nContent-Length: 5\r\n\r\nhello",
      default: "header line b'A: b\\r\\r\\n' has a carriage return without a line feed",
      python: "200 hello"),
    Fault(
      "30 NUL in a value",
      "HTTP/1.1 200 OK\r\nA: b\0c\r\nContent-Length: 5\r\n\r\nhello",
      default: "header line b'A: b\\x00c\\r\\n' has a NUL byte",
      python: "200 hello"),
    Fault(
      "30 NUL in a name",
      "HTTP/1.1 200 OK\r\nA\0B: c\r\nContent-Length: 5\r\n\r\nhello",
      default: "header line b'A\\x00B: c\\r\\n' has a NUL byte",
      python: "200 hello"),
    Fault(
      "31 line without colon",
      "HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 5\r\n\r\nhello",
      default: "header line b'nonsense\\r\\n' has no colon",
      python: "200 hello"),
    Fault(
      "32 blank before the colon",
      "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello",
      default: "header line b'Content-Length : 5\\r\\n' has whitespace before its colon",
      python: "200 hello"),
    Fault(
      "33 first header folded",
      "HTTP/1.1 200 OK\r\n A: b\r\nContent-Length: 5\r\n\r\nhello",
      default: "header line b' A: b\\r\\n' starts with whitespace, but there is no field before it to continue",
      python: "200 hello"),
    Fault(
      "34 fold inside",
      "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 5\r\n\r\nhello", both: "200 hello"),
    Fault(
      "35 line end before the status line",
      "\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      default: "bad status line '\\r…", python: "bad status line '\\r\\n'"),
    Fault(
      "36 body without head",
      "<html>hello</html>",
      default: "bad status line '<…", python: "bad status line '<html>hello</html>'"),
    Fault(
      "37 HTTP/1.2",
      "HTTP/1.2 200 OK\r\nContent-Length: 5\r\n\r\nhello", both: "200 hello"),
    Fault(
      "37 HTTP/1.10",
      "HTTP/1.10 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      default: "unknown protocol HTTP/1.10",
      python: "200 hello"),
    Fault(
      "37 HTTP/11.1",
      "HTTP/11.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", both: "unknown protocol HTTP/11.1"),
    Fault(
      "37 HTTP/2.0",
      "HTTP/2.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", both: "unknown protocol HTTP/2.0"),
    Fault(
      "37 http/1.1 in lower case",
      "http/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
      default: "bad status line 'h…", python: "bad status line 'http/1.1 200 OK\\r\\n'"),
    Fault(
      "38 status +200",
      "HTTP/1.1 +200 OK\r\nContent-Length: 5\r\n\r\nhello",
      default: "bad status line 'HTTP/1.1 +200 OK\\r\\n'",
      python: "200 hello"),
    Fault(
      "38 status 20",
      "HTTP/1.1 20 OK\r\nContent-Length: 5\r\n\r\nhello", both: "bad status line 'HTTP/1.1 20 OK\\r\\n'"),
    Fault(
      "38 status 2000",
      "HTTP/1.1 2000 OK\r\nContent-Length: 5\r\n\r\nhello", both: "bad status line 'HTTP/1.1 2000 OK\\r\\n'"),
    Fault(
      "38 status 099",
      "HTTP/1.1 099 OK\r\nContent-Length: 5\r\n\r\nhello", both: "bad status line 'HTTP/1.1 099 OK\\r\\n'"),
    Fault(
      "38 status in words",
      "HTTP/1.1 two OK\r\nContent-Length: 5\r\n\r\nhello", both: "bad status line 'HTTP/1.1 two OK\\r\\n'"),
    Fault(
      "no reason phrase",
      "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello", both: "200 hello"),
  ]
}
