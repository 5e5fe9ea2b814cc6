/// The names that other programs have for what a flag does here, and why some of their flags have no equal.
enum FlagsElsewhere {
  /// The flags that do the same here; nil for a name that is in no table. Names are in lower case.
  static func equals(_ name: String) -> [String]? {
    sameMeaning[name]?.split(separator: " ").map(String.init)
  }

  /// Why there is no such flag; nil for a name that is in no table.
  static func reason(_ name: String) -> String? {
    absent.first { $0.names.contains(name) }?.reason
  }

  /// wget, HTTPie, Python's requests, xh and browsers' tools. Several flags have spaces between.
  static let sameMeaning: [String: String] = [
    // wget
    "no-check-certificate": "insecure", "post-data": "data", "post-file": "data-binary", "body-data": "data", "body-file": "data-binary",
    "method": "request", "output-document": "output", "output-file": "output", "quiet": "silent", "continue": "continue-at",
    "directory-prefix": "output-dir", "ca-certificate": "cacert", "ca-directory": "capath", "certificate": "cert", "private-key": "key",
    "http-user": "user", "http-password": "user", "http-passwd": "user", "load-cookies": "cookie", "save-cookies": "cookie-jar",
    "content-disposition": "remote-header-name", "max-redirect": "max-redirs", "tries": "retry", "waitretry": "retry-delay",
    "server-response": "include", "save-headers": "include", "spider": "head",
    "bind-address": "interface", "inet4-only": "ipv4", "inet6-only": "ipv6",
    "timestamping": "time-cond", "start-pos": "continue-at", "read-timeout": "max-time",
    "dns-timeout": "connect-timeout", "secure-protocol": "tlsv1.2", "show-progress": "progress-meter",
    // HTTPie and xh
    "follow": "location", "verify": "insecure cacert", "no-verify": "insecure", "auth": "user", "auth-type": "basic digest",
    "bearer": "oauth2-bearer", "token": "oauth2-bearer", "download": "remote-name output", "headers": "header include", "print": "include",
    "check-status": "fail", "session": "cookie-jar cookie", "multipart": "form", "body": "data", "raw": "data-raw", "offline": "steps",
    "cert-key": "key", "ssl": "tlsv1.2 tlsv1.3", "stream": "no-buffer", "query": "url-query", "params": "url-query",
    // Python, Go and others
    "timeout": "max-time", "time": "max-time timing", "connection-timeout": "connect-timeout", "allow-redirects": "location",
    "redirect": "location",
    "redirects": "location", "follow-redirects": "location", "max-redirects": "max-redirs", "password": "user", "username": "user",
    "insecure-skip-verify": "insecure", "insecure-skip-tls-verify": "insecure", "skip-verify": "insecure", "skip-tls-verify": "insecure",
    "tls-skip-verify": "insecure", "ca": "cacert", "ca-cert": "cacert", "ca-bundle": "cacert", "ca-file": "cacert", "cafile": "cacert",
    "ca-path": "capath", "client-cert": "cert", "client-key": "key", "cookies": "cookie", "cookiejar": "cookie-jar", "agent": "user-agent",
    "useragent": "user-agent", "referrer": "referer", "retries": "retry", "upload": "upload-file", "gzip": "compressed",
    "decompress": "compressed", "resume": "continue-at", "rate-limit": "limit-rate", "max-size": "max-filesize", "put": "upload-file",
    "post": "data", "delete": "request", "file": "output upload-file", "out": "output", "outfile": "output", "debug-http": "verbose",
    "dns": "resolve", "host": "header", "content-type": "header", "accept": "header", "jobs": "parallel-max", "threads": "parallel-max",
    "concurrency": "parallel-max", "ipv4-only": "ipv4", "ipv6-only": "ipv6", "stats": "timing", "swift": "steps", "libcurl": "steps",
    "events": "sse", "trace-ascii": "trace", "sslv3": "tlsv1.2", "tlsv1": "tlsv1.2", "tlsv1.0": "tlsv1.2", "tlsv1.1": "tlsv1.2",
  ]

  static let absent: [(names: Set<String>, reason: String)] = [
    (
      [
        "http2", "http2-prior-knowledge", "http3", "http3-only", "http2.0", "http0.9", "alt-svc",
      ], "HTTP/1.1 and HTTP/1.0 are all that is spoken here"
    ),
    (["ntlm", "negotiate", "anyauth", "aws-sigv4", "proxy-ntlm", "proxy-negotiate", "proxy-anyauth"], "-u logs in with Basic or Digest"),
    (
      ["recursive", "mirror", "page-requisites", "convert-links", "level", "no-parent"],
      "links in pages are not followed"
    ),
    (["hsts"], "write the URL with https"),
    (["dns-servers", "doh-url"], "names are looked up by the system; --resolve gives a host its address"),
    (["ftp-pasv", "ftp-port", "ssl-reqd", "mail-from", "mail-rcpt", "ftp-create-dirs"], "only http and https URLs are fetched"),
  ]
}
