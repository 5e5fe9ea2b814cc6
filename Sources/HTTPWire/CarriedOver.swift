/// What a failed read of a response has left for the next one. Most responses never have anything, so it takes up a word.
indirect enum CarriedOver {
  case nothing
  /// Bytes that the read had collected. The next read starts with them.
  case bytes(ArraySlice<UInt8>)
  /// An error found but not yet thrown (a peek, or a leniency that hides it), and bytes before it. The next read throws it, once.
  case error(HTTPException, behind: ArraySlice<UInt8>)
  /// Why nothing can be read any more: every read throws it once the bytes are used up. After it was thrown, a read that has found bytes
  /// ends where they do.
  case failure(HTTPException, behind: ArraySlice<UInt8>, wasThrown: Bool)

  /// The bytes that come before anything else.
  var bytes: ArraySlice<UInt8> {
    switch self {
    case .nothing: []
    case .bytes(let bytes), .error(_, let bytes), .failure(_, let bytes, _): bytes
    }
  }

  /// The same with other bytes.
  func replacingBytes(with bytes: ArraySlice<UInt8>) -> CarriedOver {
    switch self {
    case .nothing, .bytes: bytes.isEmpty ? .nothing : .bytes(bytes)
    case .error(let error, _): .error(error, behind: bytes)
    case .failure(let error, _, let wasThrown): .failure(error, behind: bytes, wasThrown: wasThrown)
    }
  }

  /// Whether there is something that the next read brings or throws, and that is not a lasting failure.
  var isPending: Bool {
    if case .error = self { return true }
    return !bytes.isEmpty
  }
}
