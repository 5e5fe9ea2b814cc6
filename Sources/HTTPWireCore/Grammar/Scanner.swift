/// The loops that look at every byte of a head. All other grammar works on what these find, so measurements and their cures stay here;
/// the only file of the core with unsafe code.
///
/// Sixteen bytes are looked at together, each lane by itself: what a byte is shows in the highest bit of a sum that carries nothing into
/// its neighbours. Bytes above 0x7F are found by their own highest bit.
enum Scanner {
  private typealias Block = SIMD16<UInt8>

  /// The offset of the first line feed in `start..<end`, or nil.
  @inline(__always)
  static func lineFeed(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    precondition(start >= 0 && end <= bytes.count)
    var position = start
    while end &- position >= 16 {
      let block = block(bytes, position)
      let isOther = (block ^ Block(repeating: ASCII.lineFeed)) &+ Block(repeating: 0x7F) | block
      let step = firstLane(~isOther)
      if step < 16 { return position &+ step }
      position &+= 16
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
    precondition(start >= 0 && end <= bytes.count)
    var position = start
    while end &- position >= 16 {
      // Names are made of letters, digits and hyphens; the rare other characters of a token are looked at one by one.
      let step = firstLane(notPlain(block(bytes, position)))
      position &+= step
      if step == 16 { continue }
      if !ASCII.isTokenCharacter(bytes[position]) { return position }
      position &+= 1
    }
    while position < end, ASCII.isTokenCharacter(bytes[position]) { position &+= 1 }
    return position
  }

  /// The first control character but tab in `start..<end`, or `end`: where a value ends, or what must not be in one.
  @inline(__always)
  static func endOfValue(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    precondition(start >= 0 && end <= bytes.count)
    var position = start
    while end &- position >= 16 {
      let step = firstLane(control(block(bytes, position)))
      position &+= step
      if step == 16 { continue }
      if bytes[position] != ASCII.tab { return position }
      position &+= 1
    }
    while position < end, bytes[position] >= 0x20 || bytes[position] == ASCII.tab { position &+= 1 }
    return position
  }

  /// The first byte in `start..<end` that is no visible ASCII character, or `end`.
  @inline(__always)
  static func endOfVisible(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    precondition(start >= 0 && end <= bytes.count)
    var position = start
    while end &- position >= 16 {
      let block = block(bytes, position)
      let isLow = (block &- Block(repeating: 0x21)) & ~block
      let step = firstLane(isLow | (block &+ Block(repeating: 1)) | block)
      if step < 16 { return position &+ step }
      position &+= 16
    }
    while position < end, 0x21...0x7E ~= bytes[position] { position &+= 1 }
    return position
  }

  /// Whether a byte from `start` on is beyond ASCII.
  @inline(__always)
  static func hasNonASCII(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    precondition(start >= 0)
    var position = start
    while bytes.count &- position >= 16 {
      if firstLane(block(bytes, position)) < 16 { return true }
      position &+= 16
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

  /// Whether the bytes from `start` on are those of a text in small letters, without regard to case. They have to be letters, digits and
  /// hyphens, none of which another character's case could be.
  @inline(__always)
  static func equal(_ bytes: Span<UInt8>, from start: Int, _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    if bytes.count &- start < count { return false }
    // Unsafe: the text is a constant of the program, and no byte beyond its count is looked at.
    let wanted = unsafe UnsafeBufferPointer(start: text.utf8Start, count: count)
    for offset in 0..<count where unsafe bytes[start &+ offset] | 0x20 != wanted[offset] { return false }
    return true
  }

  /// The highest bit of each lane that is a control character.
  @inline(__always)
  private static func control(_ block: Block) -> Block { (block &- Block(repeating: 0x20)) & ~block }

  /// The highest bit of each lane that is no letter, digit or hyphen.
  @inline(__always)
  private static func notPlain(_ block: Block) -> Block {
    let seven = block & Block(repeating: 0x7F)
    let folded = seven | Block(repeating: 0x20)
    let isLetter = (folded &+ Block(repeating: 0x80 - 0x61)) & ~(folded &+ Block(repeating: 0x80 - 0x7B))
    let isDigit = (seven &+ Block(repeating: 0x80 - 0x30)) & ~(seven &+ Block(repeating: 0x80 - 0x3A))
    let isNoHyphen = (seven ^ Block(repeating: 0x2D)) &+ Block(repeating: 0x7F)
    return ~(isLetter | isDigit) & isNoHyphen | block
  }

  /// Sixteen bytes; `position` is at least that far from the end.
  @inline(__always)
  private static func block(_ bytes: Span<UInt8>, _ position: Int) -> Block {
    // Unsafe: the bounds are not checked again; each function here does so at its begin, and each loop before it comes here. Any bytes are such a vector.
    unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: Block.self)
  }

  /// The first lane whose highest bit is set, or 16.
  @inline(__always)
  private static func firstLane(_ block: Block) -> Int {
    // Unsafe by its name alone: both are sixteen bytes, and any bytes are two integers.
    let words = unsafe unsafeBitCast(block, to: SIMD2<UInt64>.self)
    let first = words.x.littleEndian & 0x8080_8080_8080_8080
    if first != 0 { return first.trailingZeroBitCount &>> 3 }
    let second = words.y.littleEndian & 0x8080_8080_8080_8080
    if second != 0 { return 8 &+ second.trailingZeroBitCount &>> 3 }
    return 16
  }
}
