/// The loops that look at every byte of a head. All other grammar works on what these find, so measurements and their cures stay here;
/// with `SpanCopying`, the only files of the core with unsafe code.
///
/// Eight bytes are looked at together, as the lanes of an integer: what a byte is shows in one bit of its lane, after sums that carry
/// nothing into a neighbour, or only from lanes that are looked for into those behind them.
enum Scanner {
  private typealias Block = UInt64

  /// Eight lanes of a byte.
  @inline(__always)
  private static func lanes(_ byte: UInt8) -> Block { 0x0101_0101_0101_0101 &* Block(byte) }

  /// The offset of the first line feed in `start..<end`, or nil.
  @inline(__always)
  static func lineFeed(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    let end = clamped(end, bytes)
    var position = max(start, 0)
    // Long lines: four blocks at a time, of which one is looked at again when it has the line feed.
    while position <= end &- 32 {
      var found = withLineFeed(bytes, position) | withLineFeed(bytes, position &+ 8)
      found |= withLineFeed(bytes, position &+ 16) | withLineFeed(bytes, position &+ 24)
      if found != 0 { break }
      position &+= 32
    }
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

  /// A bit in the lowest of eight lanes that is a line feed, and perhaps in others above it.
  @inline(__always)
  private static func withLineFeed(_ bytes: Span<UInt8>, _ position: Int) -> Block {
    // What a lane borrows, it borrows from the one above it, and only a lane that is zero borrows.
    let block = block(bytes, position) ^ lanes(ASCII.lineFeed)
    return (block &- lanes(1)) & ~block & lanes(0x80)
  }

  /// The rest of a line that is as nearly all are: the value without the blanks around it, and where the next line begins.
  struct Rest {
    let start: Int
    let end: Int
    let next: Int
  }

  /// The line at `start` when it is a token, a colon, a value without control characters but tab, and CRLF; nil for any other, and for one
  /// that does not end before `end`.
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

  /// The rest of a line, from `start` on, which is not its begin, when it is without control characters but tab and ends in CRLF before
  /// `end`.
  static func restOfLine(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Rest? {
    rest(bytes, max(start, 1), clamped(end, bytes))
  }

  /// What `restOfLine` finds, for bounds that are known to be within the bytes.
  @inline(__always)
  private static func rest(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Rest? {
    var low = start
    var high = valueEnd(bytes, low, end)
    // Also where `start` is beyond `end`.
    if end &- high < 2 { return nil }
    let next = high &+ 2
    // Unsafe, here and below: the two bytes of the line end are before `end`, and so is what stands before them, which begins with the
    // byte before `start`.
    if unsafe bytes[unchecked: high] != ASCII.carriageReturn || bytes[unchecked: high &+ 1] != ASCII.lineFeed { return nil }
    if unsafe bytes[unchecked: low] == ASCII.space { low &+= 1 }
    // Of what is no greater than a blank, a value has only blanks and tabs.
    if unsafe bytes[unchecked: low] <= ASCII.space || bytes[unchecked: high &- 1] <= ASCII.space {
      while unsafe low < high && bytes[unchecked: low] <= ASCII.space { low &+= 1 }
      while unsafe low < high && bytes[unchecked: high &- 1] <= ASCII.space { high &-= 1 }
    }
    return Rest(start: low, end: high, next: next)
  }

  /// The end of the run of token characters that begins at `start` (RFC 9110 section 5.6.2).
  static func endOfToken(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    tokenEnd(bytes, max(start, 0), clamped(end, bytes))
  }

  /// The first control character but tab in `start..<end`, or `end`: where a value ends, or what must not be in one.
  static func endOfValue(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    valueEnd(bytes, max(start, 0), clamped(end, bytes))
  }

  /// What `endOfToken` finds, for bounds that are known to be within the bytes.
  @inline(__always)
  private static func tokenEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var position = start
    // Names are short and made of many kinds of characters: a look into a table for each byte is less work than sums of eight. The inner
    // loop is unrolled, so that only one byte in eight is asked whether it is there.
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

  /// What `endOfValue` finds, for bounds that are known to be within the bytes.
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
      // Unsafe: the lane is one of eight before `end`.
      if unsafe bytes[unchecked: position] == ASCII.carriageReturn || endsValue(bytes[unchecked: position]) { return position }
      position &+= 1
    }
    // Unsafe: as the loop asks.
    while position < end, unsafe !endsValue(bytes[unchecked: position]) { position &+= 1 }
    return position
  }

  @inline(__always)
  private static func endsValue(_ byte: UInt8) -> Bool { byte < 0x20 && byte != ASCII.tab }

  /// The first byte in `start..<end` that is not ASCII, a control character, or below `lowest`; or `end`. `lowest` is 0x20 or more.
  @inline(__always)
  static func endOfASCII(notBelow lowest: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let end = clamped(end, bytes)
    var position = max(start, 0)
    while position <= end &- 8 {
      // Sums carry out of lanes beyond ASCII only, which are found themselves, into those above.
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
    while position < bytes.count {
      if bytes[position] >= 0x80 { return false }
      position &+= 1
    }
    return true
  }

  /// Whether `count` bytes from `start` on are those of a text, but for the case of ASCII letters.
  @inline(__always)
  static func equal(_ bytes: Span<UInt8>, from start: Int, count: Int, _ text: Span<UInt8>) -> Bool {
    if count != text.count || start < 0 || bytes.count &- start < count { return false }
    if count < 8 {
      for offset in 0..<count where ASCII.lowercased(bytes[start &+ offset]) != ASCII.lowercased(text[offset]) { return false }
      return true
    }
    // Eight bytes at a time, the last eight whether or not some of them were among those before.
    var offset = 0
    while true {
      let (a, b) = (block(bytes, start &+ offset), block(text, offset))
      if (a ^ b) & ~lanes(0x20) != 0 || (a != b && lowercased(a) != lowercased(b)) { return false }
      if offset &+ 8 == count { return true }
      offset = min(offset &+ 8, count &- 8)
    }
  }

  /// The bytes with each ASCII capital as a small letter.
  @inline(__always)
  private static func lowercased(_ block: Block) -> Block {
    // In the seven low bits, sums that reach the eighth bit from "A" on and from behind "Z" on differ for capitals only.
    let low = block & lanes(0x7F)
    let capitals = (low &+ lanes(0x80 - 0x41)) ^ (low &+ lanes(0x80 - 0x5B))
    return block | (capitals & ~block & lanes(0x80)) &>> 2
  }

  /// Whether the `count` bytes from `start` on are those of a text of small letters, digits and hyphens, and no more, without regard to the
  /// case of letters.
  @inline(__always)
  static func equal(_ bytes: Span<UInt8>, from start: Int, count: Int, _ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && isSame(bytes, from: start, text, foldsCase: true)
  }

  /// Whether the bytes from `start` on begin exactly as a text.
  @inline(__always)
  static func matches(_ bytes: Span<UInt8>, from start: Int, _ text: StaticString) -> Bool {
    isSame(bytes, from: start, text, foldsCase: false)
  }

  @inline(__always)
  private static func isSame(_ bytes: Span<UInt8>, from start: Int, _ text: StaticString, foldsCase: Bool) -> Bool {
    let count = text.utf8CodeUnitCount
    if start < 0 || bytes.count &- start < count { return false }
    // Unsafe: the text is a constant of the program; of both, no byte beyond its count is looked at.
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

  /// The bit that tells a small letter from its capital, where `wanted` has a letter: digits and hyphens have no other case, and what a
  /// fold would make of other bytes is none of theirs.
  @inline(__always)
  private static func caseBits<Bits: FixedWidthInteger>(_ wanted: Bits) -> Bits {
    (wanted & Bits(truncatingIfNeeded: 0x4040_4040_4040_4040 as UInt64)) &>> 1
  }

  /// A bit of each lane that is a control character, below 0x20 or from 0x80 to 0x9F, being neither of the two bits that all others have.
  @inline(__always)
  private static func controls(_ block: Block) -> Block { ~(block | block &<< 1) & lanes(0x40) }

  /// Whether the byte at a position, which has to be there, is a token character.
  @inline(__always)
  private static func isTokenCharacter(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
    // Unsafe: the callers have made sure of the position, and the table has an entry for each byte there is.
    unsafe tokenCharacters.utf8Start[Int(bytes[unchecked: position])] == UInt8(ascii: "1")
  }

  /// What `ASCII.isTokenCharacter` says of each of the 256 bytes: sixteen in a line, and in two lines those beyond ASCII.
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

  /// The end where it is one of the bytes', which leaves room to count back from it.
  @inline(__always)
  private static func clamped(_ end: Int, _ bytes: Span<UInt8>) -> Int { max(min(end, bytes.count), 0) }

  /// Eight bytes, the first in the lowest lane; `position` is at least that far from the end.
  @inline(__always)
  private static func block(_ bytes: Span<UInt8>, _ position: Int) -> Block {
    // Unsafe: the bounds are not checked again; each function here keeps within them from its begin, and each loop looks before it comes
    // here.
    unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: Block.self).littleEndian
  }
}
