extension HTTPMessage: CustomStringConvertible {
  /// The fields, one a line, then an empty line and the payload (`str(msg)`).
  ///
  /// Line ends become line feeds, except in the payload of a `multipart/*` or `message/*`. Text beyond ASCII is not encoded; Python
  /// writes encoded words (RFC 2047).
  public var description: String {
    let lines = items.map { "\($0.name): \(MessageText.value($0.value))\n" }
    let hasParts = ["multipart", "message"].contains(getContentMainType())
    return lines.joined() + "\n" + (hasParts ? getPayload() : MessageText.withLineFeeds(getPayload()))
  }
}
