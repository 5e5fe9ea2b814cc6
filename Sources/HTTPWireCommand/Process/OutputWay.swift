import HTTPWire
import HTTPWireSupport

/// The way in which an output file comes to be.
enum OutputWay {
  /// It is written beside the place, under a temporary name, and gets its name at the end.
  case beside(temporary: String, descriptor: Int32, path: String, replaces: Bool)
  /// It is written at its place. `isOld` says that there are still bytes of the previous file, which go when the first new one comes.
  case atPlace(path: String, descriptor: Int32, isNew: Bool, isOld: Bool)
  /// What is there is continued: a file, a device, a pipe, or a descriptor of the process's starter.
  case onward(descriptor: Int32)
  /// It is complete or was given up.
  case over

  var descriptor: Int32? {
    switch self {
    case .beside(_, let descriptor, _, _), .atPlace(_, let descriptor, _, _), .onward(let descriptor): descriptor
    case .over: nil
    }
  }

  var replacesFile: Bool {
    if case .beside(_, _, _, true) = self { return true }
    return false
  }

  /// Makes the file ready for its first bytes. With `keepsNew`, it is not removed any more.
  mutating func begin(keepsNew: Bool) throws(HTTPException) {
    guard case .atPlace(let path, let descriptor, let isNew, let isOld) = self else { return }
    if isOld {
      try Syscalls.empty(descriptor)
      self = .atPlace(path: path, descriptor: descriptor, isNew: isNew, isOld: false)
    }
    if isNew, keepsNew { UnfinishedFiles.forget(path) }
  }

  /// Completes the file. After an error, it is still to be abandoned.
  mutating func finish() throws(HTTPException) {
    guard let descriptor else { return }
    if replacesFile { try Syscalls.synchronize(descriptor) }
    // Some file systems report a full disk only when a descriptor is closed. That may be a second one of the same file.
    try Syscalls.closeChecked(Syscalls.duplicate(descriptor))
    if case .beside(let temporary, _, let path, _) = self, try !Syscalls.rename(temporary, to: path) {
      try Self.copy(temporary, to: path)
    }
    abandon(keepsNew: true)
  }

  /// Closes the file, and removes what is not to stay.
  mutating func abandon(keepsNew: Bool) {
    if let descriptor { Syscalls.release(descriptor) }
    switch self {
    case .beside(let temporary, _, _, _): UnfinishedFiles.remove(temporary)
    case .atPlace(let path, _, true, _): keepsNew ? UnfinishedFiles.forget(path) : UnfinishedFiles.remove(path)
    case .atPlace, .onward, .over: break
    }
    self = .over
  }

  /// Writes the bytes of a complete file into one that can't be replaced.
  private static func copy(_ source: String, to path: String) throws(HTTPException) {
    let reading = try Syscalls.openForReading(source)
    defer { Syscalls.release(reading) }
    let isThere = try Syscalls.status(of: path) != nil
    let writing = isThere ? try Syscalls.openForWriting(path) : try Syscalls.createForWriting(path)
    try Syscalls.closing(writing) { () throws(HTTPException) in
      try Syscalls.empty(writing)
      while true {
        let block = try [UInt8](capacity: 65_536) { (free) throws(HTTPException) in _ = try Syscalls.readFile(reading, into: &free) }
        if block.isEmpty { break }
        try Syscalls.writeFile(writing, block.span)
      }
    }
    try Syscalls.closeChecked(writing)
  }
}
