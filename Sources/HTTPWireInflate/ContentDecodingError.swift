/// Why a body's content codings can't be undone.
public enum ContentDecodingError: Error, Sendable, Hashable {
  /// A coding is not known, or not built in. The text is its name in lower case.
  case unknownCoding(String)
  /// There are more codings one over the other than ``ContentCodings/most``.
  case tooManyCodings(Int)
  /// The bytes are not of the coding, or their checksum is wrong. The reason is in the words of the library, where it has some.
  case corrupted(coding: String, reason: String)
  /// The body ended before the coding did.
  case truncated(coding: String)
  /// The body decodes to more than ``ContentDecoder/Limits/size`` bytes.
  case tooLarge(limit: Int)
  /// The body decodes to more than ``ContentDecoder/Limits/ratio`` times what came.
  case ratioExceeded(limit: Int)
  /// There is no memory for a decoder.
  case outOfMemory
}

extension ContentDecodingError: CustomStringConvertible {
  /// The error in words. The name of an unknown coding is shown without control characters, and at most 40 characters of it.
  public var description: String {
    switch self {
    case .unknownCoding(let name):
      "the body has the content coding \(shown(name)), which is not known; "
        + (ContentCodings.known.isEmpty ? "none is built in" : "built in: " + ContentCodings.known.joined(separator: ", "))
    case .tooManyCodings(let count):
      "the body has \(count) content codings one over the other; at most \(ContentCodings.most) are undone"
    case .corrupted(let coding, let reason): "the body's coding \(coding) is corrupted: \(reason)"
    case .truncated(let coding): "the body ends in the middle of its coding \(coding)"
    case .tooLarge(let limit): "the body decodes to more than \(limit) bytes"
    case .ratioExceeded(let limit): "the body decodes to more than \(limit) times its length"
    case .outOfMemory: "there is no memory left to decode the body"
    }
  }

  private func shown(_ name: String) -> String {
    "\"" + name.unicodeScalars.prefix(40).map { $0 == "'" ? "'" : $0.escaped(asASCII: true) }.joined() + "\""
  }
}
