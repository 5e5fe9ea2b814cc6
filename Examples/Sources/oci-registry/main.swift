// Pushes an image of one layer to a registry, and pulls it by digest (OCI Distribution Specification), with a token for each scope.
//
//   swift run --package-path Examples oci-registry http://127.0.0.1:5000 USER PASSWORD
import Digests
import Foundation
import HTTPWireFoundation
import HTTPWireSession

struct Descriptor: Codable {
  var mediaType: String
  var digest: String
  var size: Int
}

struct Manifest: Codable {
  var schemaVersion = 2
  var mediaType = manifestType
  var config: Descriptor
  var layers: [Descriptor]
}

struct DigestMismatch: Error {}

let manifestType = "application/vnd.oci.image.manifest.v1+json"
/// A repository of a registry, and the tokens for it.
final class Repository {
  let url: HTTPURL
  let credentials: ServerCredentials
  let session = HTTPSession()
  var tokens: [String: String] = [:]

  init(_ url: HTTPURL, _ credentials: ServerCredentials) { (self.url, self.credentials) = (url, credentials) }

  /// Sends a request. If the registry wants a token, gets one where it says, and sends the request again.
  func send(_ method: String, _ reference: String, _ scope: String, _ body: RequestBody? = nil) throws -> HTTPSession.Response {
    let answer = try attempt(method, reference, scope, body)
    guard answer.status == 401 else { return try answer.checkStatus() }
    let challenge = answer.headers.challenges().first { $0.scheme == "bearer" }
    tokens[scope] = try token(for: scope, challenge?.parameters ?? [:])
    return try attempt(method, reference, scope, body).checkStatus()
  }

  func attempt(_ method: String, _ reference: String, _ scope: String, _ body: RequestBody?) throws -> HTTPSession.Response {
    var request = try HTTPSession.Request(method, url.resolving(reference), headers: ["Accept": "\(manifestType), */*"], body: body)
    if let token = tokens[scope] { request.headers.set("Authorization", "Bearer \(token)") }
    return try session.send(request)
  }

  func token(for scope: String, _ challenge: [String: String]) throws -> String? {
    print("token for:", scope)
    let query = challenge.filter { $0.key != "realm" }.map { (name: $0.key, value: $0.value) }
    let realm = try HTTPURL(challenge["realm"] ?? "").appending(query: query)
    let granted = try session.get(realm, headers: ["Authorization": credentials.authorization ?? ""]).checkStatus()
    return try granted.json([String: String].self)["token"]
  }

  func push(_ content: [UInt8], _ type: String) throws -> Descriptor {
    let descriptor = described(content, type)
    let upload = try send("POST", "blobs/uploads/", "push").headers["Location"] ?? ""
    let place = try url.resolving(upload).appending(query: [(name: "digest", value: descriptor.digest)])
    _ = try send("PUT", place.description, "push", .bytes(content))
    return descriptor
  }

  func pull(_ path: String, _ digest: String) throws -> [UInt8] {
    let content = try send("GET", path + digest, "pull").body
    guard "sha256:" + Digests.sha256(content).hex == digest else { throw DigestMismatch() }
    return content
  }
}

func described(_ content: [UInt8], _ type: String) -> Descriptor {
  Descriptor(mediaType: type, digest: "sha256:" + Digests.sha256(content).hex, size: content.count)
}

let credentials = try ServerCredentials.basic(user: CommandLine.arguments[2], password: CommandLine.arguments[3])
let repository = try Repository(HTTPURL(CommandLine.arguments[1] + "/v2/examples/hello/"), credentials)
let layer = [UInt8](String(repeating: "Hello, registry\n", count: 5000).utf8)
let config = [UInt8](#"{"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []}}"#.utf8)
let manifest = try [UInt8](
  JSONEncoder().encode(
    Manifest(
      config: repository.push(config, "application/vnd.oci.image.config.v1+json"),
      layers: [repository.push(layer, "application/vnd.oci.image.layer.v1.tar")])))
let digest = described(manifest, manifestType).digest
_ = try repository.send("PUT", "manifests/" + digest, "push", .bytes(manifest).withContentType(manifestType))
print("pushed:", layer.count, "bytes")

let pulled = try JSONDecoder().decode(Manifest.self, from: Data(repository.pull("manifests/", digest)))
for part in [pulled.config] + pulled.layers {
  print("pulled:", part.mediaType, try [config, layer].contains(repository.pull("blobs/", part.digest)) ? "the same" : "different")
}
