/// What a failed read of a response leaves for the next read. It is `indirect` so that a response without it, the usual case, stores one
/// word.
indirect enum CarriedOver {
  case nothing
  /// Bytes that the failed read had collected. The next read starts with them.
  case bytes(ArraySlice<UInt8>)
  /// An error found but not yet thrown (a peek, or a leniency that hides it), and the bytes before it. The next read throws it, once.
  case error(HTTPException, behind: ArraySlice<UInt8>)
  /// A lasting failure, and the bytes before it. Once the bytes are used up, every read throws it. After it was thrown once, a read that
  /// has found bytes returns them instead of throwing.
  case failure(HTTPException, behind: ArraySlice<UInt8>, wasThrown: Bool)

  /// The bytes that the next read returns first.
  var bytes: ArraySlice<UInt8> {
    switch self {
    case .nothing: []
    case .bytes(let bytes), .error(_, let bytes), .failure(_, let bytes, _): bytes
    }
  }

  /// The same value with other bytes.
  func replacingBytes(with bytes: ArraySlice<UInt8>) -> CarriedOver {
    switch self {
    case .nothing, .bytes: bytes.isEmpty ? .nothing : .bytes(bytes)
    case .error(let error, _): .error(error, behind: bytes)
    case .failure(let error, _, let wasThrown): .failure(error, behind: bytes, wasThrown: wasThrown)
    }
  }

  /// Whether the next read still has bytes to return, or an error that is thrown once.
  var isPending: Bool {
    if case .error = self { return true }
    return !bytes.isEmpty
  }
}
