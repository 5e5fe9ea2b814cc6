/// How `request` asks the server whether it wants the body before it sends it (`Expect: 100-continue`, RFC 9110 section 10.1.1).
///
/// ```swift
/// try connection.request("PUT", "/big", body: .file(path: "disk.img"), expectContinue: .wait(upTo: .seconds(1)))
/// let response = try connection.getResponse()    // 201, or 413 and the file was never sent
/// ```
public struct ExpectContinue: Sendable, Hashable {
  /// How long to wait for the server's answer.
  let limit: Duration
  /// Whether a 417 is answered with the same request without the expectation.
  let repeatsRefused: Bool

  /// Sends the head, and waits for 100 (Continue), for a final response, or until `limit` has passed. Then it sends the body, except after
  /// a final response, which closes the connection: the server may take what follows for the body or for another request.
  ///
  /// With `repeatingRefused`, a 417 (Expectation Failed) is dropped, and the request sent again without the expectation, on a new
  /// connection.
  public static func wait(upTo limit: Duration, repeatingRefused: Bool = false) -> ExpectContinue {
    ExpectContinue(limit: limit, repeatsRefused: repeatingRefused)
  }
}
