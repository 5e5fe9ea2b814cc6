extension HTTPMessage: CustomStringConvertible {
  /// The fields a line each, then a blank line and the payload (`str(msg)`). Line ends in values and in the payload are line feeds,
  /// except in the payload of a `multipart/*` or `message/*`, which stays as it is. Text beyond ASCII is shown as it is, where Python
  /// shows encoded words (RFC 2047).
  public var description: String {
    let lines = items.map { "\($0.name): \(MessageText.value($0.value))\n" }
    let hasParts = ["multipart", "message"].contains(getContentMainType())
    return lines.joined() + "\n" + (hasParts ? getPayload() : MessageText.withLineFeeds(getPayload()))
  }
}
