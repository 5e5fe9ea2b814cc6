// Makes a bucket of S3, puts an object into it and gets it back, with requests that are signed by hand (AWS Signature Version 4).
//
//   swift run --package-path Examples s3-sigv4 http://127.0.0.1:5000 KEY-ID SECRET
import Digests
import Foundation
import HTTPWireSession

let region = "us-east-1"
let endpoint = try HTTPURL(CommandLine.arguments[1])
let (keyID, secret) = (CommandLine.arguments[2], CommandLine.arguments[3])
let session = HTTPSession()

/// Sends a request with what Amazon's documentation calls canonical request, string to sign, signing key and signature.
func signed(_ method: String, _ path: String, _ body: [UInt8] = [], secret: String = secret) throws -> HTTPSession.Response {
  let now = Date.now.ISO8601Format(.init(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
  let url = path.split(separator: "/").reduce(endpoint) { $0.appending(segment: String($1)) }
  let fields = [("host", url.origin.hostField), ("x-amz-content-sha256", Digests.sha256(body).hex), ("x-amz-date", now)]
  let names = fields.map(\.0).joined(separator: ";")
  let lines = fields.map { "\($0):\($1)\n" }.joined()
  let canonical = "\(method)\n\(url.path)\n\n\(lines)\n\(names)\n\(fields[1].1)"
  let scope = "\(now.prefix(8))/\(region)/s3/aws4_request"
  let toSign = "AWS4-HMAC-SHA256\n\(now)\n\(scope)\n\(Digests.sha256(canonical.utf8).hex)"
  let key = scope.split(separator: "/").reduce(Array("AWS4\(secret)".utf8)) { Digests.hmac(key: $0, $1.utf8) }
  let signature = Digests.hmac(key: key, toSign.utf8).hex
  var headers = HTTPMessage(fields.dropFirst().map { (name: $0, value: $1) })
  headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=\(keyID)/\(scope),SignedHeaders=\(names),Signature=\(signature)")
  return try session.send(HTTPSession.Request(method, url, headers: headers, body: body.isEmpty ? nil : .bytes(body)))
}

let content = [UInt8](String(repeating: "Grüße an S3\n", count: 1000).utf8)
print("bucket:", try signed("PUT", "/examples").status)
print("put:", try signed("PUT", "/examples/a folder/Grüße.txt", content).status)
let back = try signed("GET", "/examples/a folder/Grüße.txt")
print("get:", back.status, back.body.count, back.body == content ? "the same" : "different")
print("wrong secret:", try signed("GET", "/examples/a folder/Grüße.txt", secret: "wrong").status)
print("missing:", try signed("GET", "/examples/missing").status)
