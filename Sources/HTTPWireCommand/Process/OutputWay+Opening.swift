import HTTPWire
import HTTPWireSupport

extension OutputWay {
  /// Opens an output file in the way that changes nothing else: what a link leads to, who may use the file, and its other names stay.
  init(_ name: String, _ options: OutputFile.Options) throws(HTTPException) {
    if options.createsFolders { try Self.createFolders(of: name) }
    if options.existing == .refuse {
      self = try Self.creating(name, options)
      return
    }
    switch try OutputPlace(name) {
    case .descriptor(let number): self = .onward(descriptor: try Self.inherited(number, name))
    case .opaque(let path): self = try Self.open(path, options, isReplaceable: false)
    case .file(let path): self = try Self.open(path, options, isReplaceable: true)
    }
  }

  /// Makes the directories in a path that are missing, with curl's permissions.
  private static func createFolders(of path: String) throws(HTTPException) {
    for index in path.indices where path[index] == "/" && index > path.startIndex {
      try Syscalls.makeDirectory(String(path[..<index]), permissions: 0o750)
    }
  }

  /// Another descriptor for one that the process was started with. The process's own are closed on execution, and none of them is meant.
  private static func inherited(_ number: Int32, _ name: String) throws(HTTPException) -> Int32 {
    if try Syscalls.isCloseOnExec(number) { throw Syscalls.notOpen(name) }
    return try Syscalls.duplicate(number)
  }

  private static func open(_ path: String, _ options: OutputFile.Options, isReplaceable: Bool) throws(HTTPException) -> OutputWay {
    if try Syscalls.status(of: path) != nil { return try existing(path, options, isReplaceable: isReplaceable) }
    let isPlain = isReplaceable && !options.keepsPartial && options.existing == .replace
    if isPlain, let way = beside(path, inPlaceOf: nil, options) { return way }
    return try creating(path, options)
  }

  /// The way for what is there.
  private static func existing(_ path: String, _ options: OutputFile.Options, isReplaceable: Bool) throws(HTTPException) -> OutputWay {
    let appends = options.existing == .append
    // Also if it is replaced in the end: a file that may not be written may not be replaced either.
    let descriptor = try appends ? Syscalls.openForAppending(path) : Syscalls.openForWriting(path)
    return try Syscalls.closing(descriptor) { () throws(HTTPException) in
      let status = try Syscalls.status(of: descriptor)
      if appends || !status.isRegular { return .onward(descriptor: descriptor) }
      if isReplaceable, !options.keepsPartial, canBeReplaced(descriptor, status), let way = beside(path, inPlaceOf: status, options) {
        Syscalls.release(descriptor)
        return way
      }
      return .atPlace(path: path, descriptor: descriptor, isNew: false, isOld: true)
    }
  }

  /// Whether a file has nothing that another would lack. The bits of 0o7000 would give the new bytes the rights of the old ones.
  private static func canBeReplaced(_ descriptor: Int32, _ status: FileStatus) -> Bool {
    status.links == 1 && status.access.permissions & 0o7000 == 0 && !Syscalls.hasExtendedAttributes(descriptor)
  }

  /// A new file at its place. Throws if something is there.
  private static func creating(_ path: String, _ options: OutputFile.Options) throws(HTTPException) -> OutputWay {
    let descriptor = try UnfinishedFiles.create(path) { () throws(HTTPException) in
      try Syscalls.createForWriting(path, permissions: options.permissions)
    }
    return .atPlace(path: path, descriptor: descriptor, isNew: true, isOld: false)
  }

  /// A temporary file beside a place. Returns nil if there can be none, or none that the same people may use in the same way as the old
  /// file.
  private static func beside(_ path: String, inPlaceOf old: FileStatus?, _ options: OutputFile.Options) -> OutputWay? {
    let temporary = OutputPlace.folder(of: path) + ".httpwire-\(String(UInt64.random(in: 0 ... .max), radix: 36)).part"
    // Nobody may read what replaces a private file, not even before it is finished.
    let permissions: UInt32 = old == nil ? options.permissions : 0o600
    do throws(HTTPException) {
      let descriptor = try UnfinishedFiles.create(temporary) { () throws(HTTPException) in
        try Syscalls.createForWriting(temporary, permissions: permissions)
      }
      let way = OutputWay.beside(temporary: temporary, descriptor: descriptor, path: path, replaces: old != nil)
      guard let old else { return way }
      Syscalls.setAccess(descriptor, old.access)
      if try Syscalls.status(of: descriptor).access == old.access, !Syscalls.hasExtendedAttributes(descriptor) { return way }
      Syscalls.release(descriptor)
    } catch {
      // The file itself may be writable. If not, its error is the one to report.
    }
    UnfinishedFiles.remove(temporary)
    return nil
  }
}
