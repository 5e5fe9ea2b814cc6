/// The loops that look at every byte of a head. All other grammar works on what these find, so measurements and their cures stay here;
/// the only file of the core with unsafe code.
///
/// Eight bytes are looked at together, as the lanes of an integer: what a byte is shows in the highest bit of a sum of seven-bit numbers,
/// which carries nothing into its neighbours. Bytes above 0x7F are found by their own highest bit.
enum Scanner {
  private typealias Block = UInt64

  /// Eight lanes of a byte.
  @inline(__always)
  private static func lanes(_ byte: UInt8) -> Block { 0x0101_0101_0101_0101 &* Block(byte) }

  /// The offset of the first line feed in `start..<end`, or nil.
  @inline(__always)
  static func lineFeed(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    let end = min(end, bytes.count)
    var position = max(start, 0)
    while end &- position >= 8 {
      let block = block(bytes, position)
      let isOther = ((block & lanes(0x7F)) ^ lanes(ASCII.lineFeed)) &+ lanes(0x7F) | block
      let step = firstLane(~isOther)
      if step < 8 { return position &+ step }
      position &+= 8
    }
    while position < end {
      if bytes[position] == ASCII.lineFeed { return position }
      position &+= 1
    }
    return nil
  }

  /// The end of the run of token characters that begins at `start` (RFC 9110 section 5.6.2).
  @inline(__always)
  static func endOfToken(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let end = min(end, bytes.count)
    var position = max(start, 0)
    while end &- position >= 8 {
      // Names are made of letters, digits and hyphens; the rare other characters of a token are looked at one by one.
      let step = firstLane(notPlain(block(bytes, position)))
      position &+= step
      if step == 8 { continue }
      if !ASCII.isTokenCharacter(bytes[position]) { return position }
      position &+= 1
    }
    while position < end, ASCII.isTokenCharacter(bytes[position]) { position &+= 1 }
    return position
  }

  /// The first control character but tab in `start..<end`, or `end`: where a value ends, or what must not be in one.
  @inline(__always)
  static func endOfValue(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let end = min(end, bytes.count)
    var position = max(start, 0)
    while end &- position >= 8 {
      let step = firstLane(control(block(bytes, position)))
      position &+= step
      if step == 8 { continue }
      if bytes[position] != ASCII.tab { return position }
      position &+= 1
    }
    while position < end, bytes[position] >= 0x20 || bytes[position] == ASCII.tab { position &+= 1 }
    return position
  }

  /// The first byte in `start..<end` that is no visible ASCII character, or `end`.
  @inline(__always)
  static func endOfVisible(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let end = min(end, bytes.count)
    var position = max(start, 0)
    while end &- position >= 8 {
      let block = block(bytes, position)
      let seven = block & lanes(0x7F)
      let step = firstLane(~(seven &+ lanes(0x80 - 0x21)) | (seven &+ lanes(0x80 - 0x7F)) | block)
      if step < 8 { return position &+ step }
      position &+= 8
    }
    while position < end, 0x21...0x7E ~= bytes[position] { position &+= 1 }
    return position
  }

  /// Whether a byte from `start` on is beyond ASCII.
  @inline(__always)
  static func hasNonASCII(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    var position = max(start, 0)
    while bytes.count &- position >= 8 {
      if firstLane(block(bytes, position)) < 8 { return true }
      position &+= 8
    }
    while position < bytes.count {
      if bytes[position] >= 0x80 { return true }
      position &+= 1
    }
    return false
  }

  /// What RFC 9110 section 5.5 has a recipient refuse in a value: the first CR or NUL in `start..<end`, or nil.
  static func forbiddenInValue(in bytes: Span<UInt8>, from start: Int, to end: Int) -> HeaderProblem? {
    var position = start
    while true {
      position = endOfValue(in: bytes, from: position, to: end)
      if position == end { return nil }
      if bytes[position] == 0 { return .nul }
      if bytes[position] == ASCII.carriageReturn { return .bareCarriageReturn }
      position &+= 1
    }
  }

  /// Whether the bytes from `start` on are those of a text in small letters, without regard to the case of letters. The text is made of
  /// letters, digits and hyphens, and the bytes have to be token characters, of which nothing else folds to one of those.
  @inline(__always)
  static func equal(_ bytes: Span<UInt8>, from start: Int, _ text: StaticString) -> Bool {
    isSame(bytes, from: start, text, folding: lanes(0x20))
  }

  /// Whether the bytes from `start` on are exactly those of a text.
  @inline(__always)
  static func matches(_ bytes: Span<UInt8>, from start: Int, _ text: StaticString) -> Bool {
    isSame(bytes, from: start, text, folding: 0)
  }

  /// Whether the bytes from `start` on are those of a text, once the bits of `folding` have been set in each.
  @inline(__always)
  private static func isSame(_ bytes: Span<UInt8>, from start: Int, _ text: StaticString, folding: Block) -> Bool {
    let count = text.utf8CodeUnitCount
    if start < 0 || bytes.count &- start < count { return false }
    // Unsafe: the text is a constant of the program; of both, no byte beyond its count is looked at.
    let wanted = unsafe UnsafeRawPointer(text.utf8Start)
    if count < 8 {
      let fold = UInt8(truncatingIfNeeded: folding)
      for offset in 0..<count where unsafe bytes[start &+ offset] | fold != wanted.load(fromByteOffset: offset, as: UInt8.self) {
        return false
      }
      return true
    }
    // Eight bytes at a time, the last eight whether or not some of them were among those before.
    var offset = 0
    while true {
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start &+ offset, as: Block.self)
      if unsafe word | folding != wanted.loadUnaligned(fromByteOffset: offset, as: Block.self) { return false }
      if offset &+ 8 == count { return true }
      offset = min(offset &+ 8, count &- 8)
    }
  }

  /// The highest bit of each lane that is a control character.
  @inline(__always)
  private static func control(_ block: Block) -> Block { ~((block & lanes(0x7F)) &+ lanes(0x80 - 0x20) | block) }

  /// The highest bit of each lane that is no letter, digit or hyphen.
  @inline(__always)
  private static func notPlain(_ block: Block) -> Block {
    let seven = block & lanes(0x7F)
    let folded = seven | lanes(0x20)
    let isLetter = (folded &+ lanes(0x80 - 0x61)) & ~(folded &+ lanes(0x80 - 0x7B))
    let isDigit = (seven &+ lanes(0x80 - 0x30)) & ~(seven &+ lanes(0x80 - 0x3A))
    let isNoHyphen = (seven ^ lanes(0x2D)) &+ lanes(0x7F)
    return ~(isLetter | isDigit) & isNoHyphen | block
  }

  /// Eight bytes, the first in the lowest lane; `position` is at least that far from the end.
  @inline(__always)
  private static func block(_ bytes: Span<UInt8>, _ position: Int) -> Block {
    // Unsafe: the bounds are not checked again; each function here keeps within them from its begin, and each loop looks before it comes here.
    unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: Block.self).littleEndian
  }

  /// The first lane whose highest bit is set, or 8.
  @inline(__always)
  private static func firstLane(_ block: Block) -> Int {
    (block & 0x8080_8080_8080_8080).trailingZeroBitCount &>> 3
  }
}
