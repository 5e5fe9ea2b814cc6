/// How a request's body ends (RFC 9112 section 6.3, for requests).
enum RequestFraming: Equatable {
  case none
  case length(Int)
  case chunked
}
