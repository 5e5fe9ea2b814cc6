/// The loops that look at every byte of a head. The other grammar uses their results, so speed is measured and improved here. Only this
/// file and `SpanCopying` have unsafe code in the core.
///
/// Most loops look at eight bytes at a time, as the lanes of an integer. A few sums set one bit in each lane that matches. A carry into
/// the next lane can only come from a lane that matches, and only the first match counts.
enum Scanner {
  private typealias Block = UInt64

  /// The byte in each of the eight lanes.
  @inline(__always)
  private static func lanes(_ byte: UInt8) -> Block { 0x0101_0101_0101_0101 &* Block(byte) }

  /// The offset of the first line feed in `start..<end`, or nil.
  @inline(__always)
  static func lineFeed(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    let end = clamped(end, bytes)
    var position = max(start, 0)
    // Long lines: 32 bytes at a time. The next loop finds the line feed within them.
    while position <= end &- 32, !hasLineFeed(bytes, position) { position &+= 32 }
    while position <= end &- 8 {
      let found = withLineFeed(bytes, position)
      if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
    while position < end {
      if bytes[position] == ASCII.lineFeed { return position }
      position &+= 1
    }
    return nil
  }

  /// Whether a line feed is among the 32 bytes from `position` on, which must all be there.
  @inline(__always)
  private static func hasLineFeed(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
    // A `while` loop without an exit in between becomes a few vector instructions. A `for` loop does not.
    var found: UInt8 = 0
    var offset = 0
    while offset < 32 {
      // Unsafe: the caller has checked the bounds.
      found |= unsafe bytes[unchecked: position &+ offset] == ASCII.lineFeed ? 1 : 0
      offset &+= 1
    }
    return found != 0
  }

  /// A bit in the lowest lane that is a line feed, and possibly in lanes above it.
  @inline(__always)
  private static func withLineFeed(_ bytes: Span<UInt8>, _ position: Int) -> Block {
    // Only a lane that is zero, a line feed, borrows from the lane above it.
    let block = block(bytes, position) ^ lanes(ASCII.lineFeed)
    return (block &- lanes(1)) & ~block & lanes(0x80)
  }

  /// The rest of a line: the value without the whitespace around it, and the start of the next line.
  struct Rest {
    let start: Int
    let end: Int
    let next: Int
  }

  /// The field line at `start`, in the common case: a token, a colon, a value whose only control characters are tabs, and CRLF. Returns
  /// nil for any other line, and for one that does not end before `end`.
  @inline(__always)
  static func fieldLine(in bytes: Span<UInt8>, from start: Int, to end: Int) -> (nameEnd: Int, value: Rest)? {
    let end = min(end, bytes.count)
    if start < 0 || start >= end { return nil }
    let nameEnd = tokenEnd(bytes, start, end)
    // Unsafe: `nameEnd` is not before `start`.
    if unsafe nameEnd >= end || nameEnd == start || bytes[unchecked: nameEnd] != ASCII.colon { return nil }
    guard let value = rest(bytes, nameEnd &+ 1, end) else { return nil }
    return (nameEnd, value)
  }

  /// The rest of a line from `start` on, which must not be its first byte. Returns nil if the rest has control characters other than tab,
  /// or does not end in CRLF before `end`.
  @inline(__always)
  static func restOfLine(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Rest? {
    rest(bytes, max(start, 1), clamped(end, bytes))
  }

  /// Does what `restOfLine` does, for bounds that are known to be within the bytes.
  @inline(__always)
  private static func rest(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Rest? {
    var low = start
    var high = valueEnd(bytes, low, end)
    // Also where `start` is beyond `end`.
    if end &- high < 2 { return nil }
    let next = high &+ 2
    // Unsafe, here and below: the two bytes of the line end are before `end`. All other offsets are between the byte before `start` and
    // the line end.
    if unsafe bytes[unchecked: high] != ASCII.carriageReturn || bytes[unchecked: high &+ 1] != ASCII.lineFeed { return nil }
    if unsafe bytes[unchecked: low] == ASCII.space { low &+= 1 }
    // In a value, the only bytes up to the space are spaces and tabs.
    if unsafe bytes[unchecked: low] <= ASCII.space || bytes[unchecked: high &- 1] <= ASCII.space {
      while unsafe low < high && bytes[unchecked: low] <= ASCII.space { low &+= 1 }
      while unsafe low < high && bytes[unchecked: high &- 1] <= ASCII.space { high &-= 1 }
    }
    return Rest(start: low, end: high, next: next)
  }

  /// The end of the run of token characters that starts at `start` (RFC 9110 section 5.6.2).
  @inline(__always)
  static func endOfToken(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    tokenEnd(bytes, max(start, 0), clamped(end, bytes))
  }

  /// The offset of the first control character other than tab in `start..<end`, or `end`.
  static func endOfValue(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    valueEnd(bytes, max(start, 0), clamped(end, bytes))
  }

  /// Does what `endOfToken` does, for bounds that are known to be within the bytes.
  @inline(__always)
  private static func tokenEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var position = start
    // Names are short and token characters have many ranges, so a table look-up for each byte is faster than sums of eight lanes. The
    // inner loop is unrolled and checks the bounds once for eight bytes.
    while position <= end &- 8 {
      let stop = position &+ 8
      repeat {
        if !isTokenCharacter(bytes, position) { return position }
        position &+= 1
      } while position != stop
    }
    while position < end, isTokenCharacter(bytes, position) { position &+= 1 }
    return position
  }

  /// Does what `endOfValue` does, for bounds that are known to be within the bytes.
  @inline(__always)
  private static func valueEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var position = start
    while position <= end &- 8 {
      let found = controls(block(bytes, position))
      if found == 0 {
        position &+= 8
        continue
      }
      position &+= found.trailingZeroBitCount &>> 3
      // Unsafe: the lane is one of the eight before `end`.
      if unsafe bytes[unchecked: position] == ASCII.carriageReturn || endsValue(bytes[unchecked: position]) { return position }
      position &+= 1
    }
    // Unsafe: the loop checks the position.
    while position < end, unsafe !endsValue(bytes[unchecked: position]) { position &+= 1 }
    return position
  }

  @inline(__always)
  private static func endsValue(_ byte: UInt8) -> Bool { byte < 0x20 && byte != ASCII.tab }

  /// The offset of the first byte in `start..<end` that is below `lowest` or above 0x7E, or `end`. `lowest` is 0x20 or more.
  @inline(__always)
  static func endOfASCII(notBelow lowest: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let end = clamped(end, bytes)
    var position = max(start, 0)
    while position <= end &- 8 {
      // Only a lane beyond ASCII carries into the lane above it, and that lane is a match itself.
      let block = block(bytes, position)
      let found = (~(block &+ lanes(0x80 &- lowest)) | (block &+ lanes(0x80 - 0x7F)) | block) & lanes(0x80)
      if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
      position &+= 8
    }
    while position < end, lowest...0x7E ~= bytes[position] { position &+= 1 }
    return position
  }

  /// Whether all bytes are ASCII.
  @inline(__always)
  static func isASCII(_ bytes: Span<UInt8>) -> Bool {
    var position = 0
    while position <= bytes.count &- 32 {
      let first = block(bytes, position) | block(bytes, position &+ 8)
      if (first | block(bytes, position &+ 16) | block(bytes, position &+ 24)) & lanes(0x80) != 0 { return false }
      position &+= 32
    }
    while position <= bytes.count &- 8 {
      if block(bytes, position) & lanes(0x80) != 0 { return false }
      position &+= 8
    }
    if position == bytes.count { return true }
    // The rest, with some of the bytes before it.
    if position > 0 { return block(bytes, bytes.count &- 8) & lanes(0x80) == 0 }
    // Unsafe: the loop checks the position.
    while position < bytes.count, unsafe bytes[unchecked: position] < 0x80 { position &+= 1 }
    return position == bytes.count
  }

  /// Whether the `count` bytes from `start` on equal a text. Ignores the case of ASCII letters.
  @inline(__always)
  static func equal(_ bytes: Span<UInt8>, from start: Int, count: Int, _ text: Span<UInt8>) -> Bool {
    if count != text.count || start < 0 || bytes.count &- start < count { return false }
    if count < 8 {
      for offset in 0..<count where ASCII.lowercased(bytes[start &+ offset]) != ASCII.lowercased(text[offset]) { return false }
      return true
    }
    // Eight bytes at a time, from the end: names of the same length more often start alike than end alike. The first eight are compared
    // whether or not some of them were among those before.
    var offset = count &- 8
    while true {
      let (a, b) = (block(bytes, start &+ offset), block(text, offset))
      if (a ^ b) & ~lanes(0x20) != 0 || (a != b && lowercased(a) != lowercased(b)) { return false }
      if offset == 0 { return true }
      offset = max(offset &- 8, 0)
    }
  }

  /// The bytes with ASCII letters in lower case.
  @inline(__always)
  private static func lowercased(_ block: Block) -> Block {
    // The first sum sets the eighth bit from "A" on, the second from the byte after "Z" on. They differ for capital letters only.
    let low = block & lanes(0x7F)
    let capitals = (low &+ lanes(0x80 - 0x41)) ^ (low &+ lanes(0x80 - 0x5B))
    return block | (capitals & ~block & lanes(0x80)) &>> 2
  }

  /// Whether the `count` bytes from `start` on equal a text of lower-case letters, digits and hyphens. Ignores the case of letters.
  @inline(__always)
  static func equal(_ bytes: Span<UInt8>, from start: Int, count: Int, _ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && isSame(bytes, from: start, text, foldsCase: true)
  }

  /// Whether the bytes from `start` on start with a text, in the same case.
  @inline(__always)
  static func matches(_ bytes: Span<UInt8>, from start: Int, _ text: StaticString) -> Bool {
    isSame(bytes, from: start, text, foldsCase: false)
  }

  @inline(__always)
  private static func isSame(_ bytes: Span<UInt8>, from start: Int, _ text: StaticString, foldsCase: Bool) -> Bool {
    let count = text.utf8CodeUnitCount
    if start < 0 || bytes.count &- start < count { return false }
    // Unsafe: the text is a constant of the program. No byte beyond the count of either is read.
    let wanted = unsafe UnsafeRawPointer(text.utf8Start)
    if count < 8 {
      for offset in 0..<count {
        let byte = unsafe wanted.load(fromByteOffset: offset, as: UInt8.self)
        if bytes[start &+ offset] | (foldsCase ? caseBits(byte) : 0) != byte { return false }
      }
      return true
    }
    // Eight bytes at a time, the last eight whether or not some of them were among those before.
    var offset = 0
    while true {
      let wanted = unsafe wanted.loadUnaligned(fromByteOffset: offset, as: Block.self)
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ offset, as: Block.self)
      if word | (foldsCase ? caseBits(wanted) : 0) != wanted { return false }
      if offset &+ 8 == count { return true }
      offset = min(offset &+ 8, count &- 8)
    }
  }

  /// The bits that make received letters lower case, for each byte of `wanted` that is a letter. Digits and hyphens get none, because
  /// the fold would turn other bytes into them.
  @inline(__always)
  private static func caseBits<Bits: FixedWidthInteger>(_ wanted: Bits) -> Bits {
    (wanted & Bits(truncatingIfNeeded: 0x4040_4040_4040_4040 as UInt64)) &>> 1
  }

  /// A bit in each lane below 0x20 or from 0x80 to 0x9F. All other bytes have at least one of the bits 0x40 and 0x20.
  @inline(__always)
  private static func controls(_ block: Block) -> Block { ~(block | block &<< 1) & lanes(0x40) }

  /// Whether the byte at a position is a token character. The position must be within the bytes.
  @inline(__always)
  private static func isTokenCharacter(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
    // Unsafe: the callers check the position, and the table has an entry for every byte.
    unsafe tokenCharacters.utf8Start[Int(bytes[unchecked: position])] == UInt8(ascii: "1")
  }

  /// The results of `ASCII.isTokenCharacter` for all 256 bytes: sixteen a line, and those beyond ASCII in two lines.
  @inline(__always)
  private static var tokenCharacters: StaticString {
    """
    0000000000000000\
    0000000000000000\
    0101111100110110\
    1111111111000000\
    0111111111111111\
    1111111111100011\
    1111111111111111\
    1111111111101010\
    0000000000000000000000000000000000000000000000000000000000000000\
    0000000000000000000000000000000000000000000000000000000000000000
    """
  }

  /// The end, limited to `0...bytes.count`, so that subtracting from it can't overflow.
  @inline(__always)
  private static func clamped(_ end: Int, _ bytes: Span<UInt8>) -> Int { max(min(end, bytes.count), 0) }

  /// Eight bytes, with the first in the lowest lane. At least eight bytes must follow `position`.
  @inline(__always)
  private static func block(_ bytes: Span<UInt8>, _ position: Int) -> Block {
    // Unsafe: the bounds are not checked again. Each function limits its bounds first, and each loop checks the position before the call.
    unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: Block.self).littleEndian
  }
}
