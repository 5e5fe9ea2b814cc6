extension Fault {
  /// Chunk framing that breaks RFC 9112 section 7.1. What CPython makes of them was found by running it.
  static let chunks: [Fault] = [
    Fault(
      "49 chunk size +5",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
      default: "chunk framing b'+5\\r\\n' has no valid chunk size",
      python: "200 hello"),
    Fault(
      "49 chunk size -5",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
      both: "chunk framing b'-5\\r\\n' has no valid chunk size"),
    Fault(
      "49 chunk size 0x5",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
      default: "chunk framing b'0x5\\r\\n' has no valid chunk size",
      python: "200 hello"),
    Fault(
      "49 chunk size 0_5",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0_5\r\nhello\r\n0\r\n\r\n",
      default: "chunk framing b'0_5\\r\\n' has no valid chunk size",
      python: "200 hello"),
    Fault(
      "49 chunk size with a blank before it",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n 5\r\nhello\r\n0\r\n\r\n",
      default: "chunk framing b' 5\\r\\n' has no valid chunk size",
      python: "200 hello"),
    Fault(
      "49 empty chunk size",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n",
      default: "chunk framing b'\\r\\n' has no valid chunk size",
      python: "IncompleteRead(0 bytes read)"),
    Fault(
      "50 chunk size 2^64+5",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n0\r\n\r\n",
      both: "chunk framing b'10000000000000005\\r\\n' has no valid chunk size"),
    Fault(
      "50 chunk size near 2^64",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff0\r\nhello\r\n0\r\n\r\n",
      both: "chunk framing b'fffffffffffffff0\\r\\n' has no valid chunk size"),
    Fault(
      "53 bare line feed in chunk framing",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
      default: "chunk framing b'5\\n' ends in a line feed without a carriage return",
      python: "200 hello"),
    Fault(
      "53 carriage return in an extension",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a\rb\r\nhello\r\n0\r\n\r\n",
      default: "chunk framing b'5;a\\rb\\r\\n' has a control character in its extensions",
      python: "200 hello"),
    Fault(
      "53 NUL in an extension",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a\0b\r\nhello\r\n0\r\n\r\n",
      default: "chunk framing b'5;a\\x00b\\r\\n' has a control character in its extensions",
      python: "200 hello"),
    Fault(
      "54 two other bytes behind the data",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n",
      default: "chunk framing b'X…",
      python: "200 hello"),
    Fault(
      "54 nothing behind the data",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello0\r\n\r\n",
      default: "chunk framing b'0…",
      python: "IncompleteRead(5 bytes read)"),
    Fault(
      "55 closed in a chunk",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", both: "IncompleteRead(3 bytes read)"),
    Fault(
      "55 closed behind a chunk",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello", both: "IncompleteRead(5 bytes read)"),
    Fault(
      "55 closed before the last chunk",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", both: "IncompleteRead(5 bytes read)"),
    Fault(
      "55 closed before the last line end",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
      default: "IncompleteRead(5 bytes read)",
      python: "200 hello"),
    Fault(
      "55 closed in the trailers",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n",
      default: "IncompleteRead(5 bytes read)",
      python: "200 hello"),
    Fault(
      "56 a trailer without colon",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nnonsense\r\n\r\n",
      default: "chunk framing b'nonsense\\r\\n' is a trailer line that has no colon",
      python: "200 hello"),
    Fault(
      "56 NUL in a trailer",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: \0\r\n\r\n",
      default: "chunk framing b'A: \\x00\\r\\n' is a trailer line that has a NUL byte",
      python: "200 hello"),
    Fault(
      "extensions and trailers as they should be",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b; c=\"d\"\r\nhello\r\n00;x\r\nA: b\r\n\r\n", both: "200 hello"),
  ]
}
