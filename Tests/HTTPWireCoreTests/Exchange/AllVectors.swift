extension Vector {
  /// The vectors of all tests.
  static let all: [Vector] =
    StatusLineTests.lines.map(\.vector) + StatusLineTests.ends + FieldLineTests.vectors + FieldLineTests.ends + FieldLineTests.limits
    + FramingTests.noBody + FramingTests.lengths + FramingTests.codings + FramingTests.tunnels + ChunkTests.good + ChunkTests.bad
    + ChunkTests.ends + ChunkTests.limits + InterimTests.vectors + PersistenceTests.vectors
}
