extension Fault {
  /// Declarations of a body's end that break RFC 9112 section 6. What CPython makes of them was found by running it.
  static let framing: [Fault] = [
    Fault(
      "6 body shorter than its length",
      "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", both: "IncompleteRead(5 bytes read, 5 more expected)"),
    Fault(
      "7 bytes behind the body",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloEXTRA", both: "200 hello"),
    Fault(
      "8 a second response behind the first",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nevil!", both: "200 hello"),
    Fault(
      "10 204 with body bytes",
      "HTTP/1.1 204 No Content\r\n\r\nhello", both: "204 "),
    Fault(
      "10 304 with body bytes",
      "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello", both: "304 "),
    Fault(
      "11 reply to HEAD with body bytes",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", method: "HEAD", both: "200 "),
    Fault(
      "12 204 with chunked",
      "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", both: "204 "),
    Fault(
      "39 length +5",
      "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
      default: "invalid Content-Length '+5'",
      python: "200 hello"),
    Fault(
      "39 length 5abc",
      "HTTP/1.1 200 OK\r\nContent-Length: 5abc\r\n\r\nhello",
      default: "invalid Content-Length '5abc'",
      python: "200 hello"),
    Fault(
      "39 length 5,6",
      "HTTP/1.1 200 OK\r\nContent-Length: 5,6\r\n\r\nhello",
      default: "invalid Content-Length '5,6'",
      python: "200 hello"),
    Fault(
      "39 empty length",
      "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\nhello",
      default: "invalid Content-Length ''",
      python: "200 hello"),
    Fault(
      "39 length 5_0",
      "HTTP/1.1 200 OK\r\nContent-Length: 0_5\r\n\r\nhello",
      default: "invalid Content-Length '0_5'",
      python: "200 hello"),
    Fault(
      "39 length in other digits",
      "HTTP/1.1 200 OK\r\nContent-Length: \u{b2}\r\n\r\nhello",
      default: "invalid Content-Length '\u{b2}'",
      python: "200 hello"),
    Fault(
      "40 two lengths that differ",
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello",
      default: "invalid Content-Length '3, 5'",
      python: "200 hel"),
    Fault(
      "41 the same length twice in a list",
      "HTTP/1.1 200 OK\r\nContent-Length: 5,5\r\n\r\nhello", both: "200 hello"),
    Fault(
      "41 the same length in two fields",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", both: "200 hello"),
    Fault(
      "42 length -5",
      "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
      default: "invalid Content-Length '-5'",
      python: "200 hello"),
    Fault(
      "43 length 2^63",
      "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\nhello", both: "invalid Content-Length '9223372036854775808'"),
    Fault(
      "43 length 2^64+5",
      "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551621\r\n\r\nhello", both: "invalid Content-Length '18446744073709551621'"),
    Fault(
      "43 length 10^30",
      "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000000000000000000000\r\n\r\nhello",
      both: "invalid Content-Length '1000000000000000000000000000000'"),
    Fault(
      "45 chunked, gzip",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      default: "unknown transfer encoding 'chunked, gzip'",
      python: "200 3\r\nabc\r\n0\r\n\r\n"),
    Fault(
      "45 gzip, chunked",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      default: "unknown transfer encoding 'gzip, chunked'",
      python: "200 3\r\nabc\r\n0\r\n\r\n"),
    Fault(
      "45 xchunked",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      default: "unknown transfer encoding 'xchunked'",
      python: "200 3\r\nabc\r\n0\r\n\r\n"),
    Fault(
      "45 chunked with a parameter",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked;q=1\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      default: "unknown transfer encoding 'chunked;q=1'",
      python: "200 3\r\nabc\r\n0\r\n\r\n"),
    Fault(
      "45 a vertical tab before chunked",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: \u{b}chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      default: "unknown transfer encoding '\\x0bchunked'",
      python: "200 3\r\nabc\r\n0\r\n\r\n"),
    Fault(
      "45 chunked in quotes",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: \"chunked\"\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      default: "unknown transfer encoding '\"chunked\"'",
      python: "200 3\r\nabc\r\n0\r\n\r\n"),
    Fault(
      "45 identity",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      default: "unknown transfer encoding 'identity'",
      python: "200 3\r\nabc\r\n0\r\n\r\n"),
    Fault(
      "46 chunked with a blank behind it",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked \r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      default: "200 abc",
      python: "200 3\r\nabc\r\n0\r\n\r\n"),
    Fault(
      "47 chunked twice",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
      default: "unknown transfer encoding 'chunked, chunked'",
      python: "200 abc"),
    Fault(
      "48 chunked and a length",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n3\r\nabc\r\n0\r\n\r\n", both: "200 abc"),
  ]
}
