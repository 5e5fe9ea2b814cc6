import HTTPWire
import HTTPWireSupport

/// An output file. As a rule, it is written under a temporary name in the same directory, and renamed when it is complete. After an error
/// the previous file is unchanged.
///
/// Where replacing would lose something, or is not possible, the file itself is written: see ``OutputWay``.
final class OutputFile {
  /// How a file is written that differs from the rule.
  struct Options {
    /// What to do with a file that is there.
    enum Existing {
      case replace
      /// Its bytes stay, and the new ones follow them (`-C`).
      case append
      /// It is left alone, and the output fails (`-J`).
      case refuse
    }

    var existing = Existing.replace
    /// Whether the part that has come stays under the name after an error or a signal.
    var keepsPartial = false
    /// The rights of a new file, before the process's mask is taken from them.
    var permissions: UInt32 = 0o666
    /// Whether directories that are missing are made (`--create-dirs`).
    var createsFolders = false
  }

  /// When the file was last changed, in seconds since 1970 (`-R`). It is set in ``commit()``.
  var modificationTime: Int64?
  /// The user's name of the file, for messages.
  private let name: String
  private let options: Options
  private var way: OutputWay
  private var isEmpty = true

  /// Opens the file. Throws `writing`.
  init(_ name: String, _ options: Options = Options()) throws(Complaint) {
    self.name = name
    self.options = options
    do {
      way = try OutputWay(name, options)
    } catch {
      throw Complaint(writing: name, error)
    }
  }

  deinit { discard() }

  /// Whether a file is replaced that was there before.
  var replacesFile: Bool { way.replacesFile }

  /// Writes all the bytes.
  func write(_ bytes: [UInt8]) throws(Complaint) {
    try prepare()
    guard let descriptor = way.descriptor else { return }
    isEmpty = isEmpty && bytes.isEmpty
    try DescriptorWriter(descriptor: descriptor, name: name).write(bytes)
  }

  /// Completes the file, and gives it its name.
  ///
  /// A file that replaces another is written to the disk first. Otherwise a power failure could leave neither of them under the name. A new
  /// file replaces nothing, and waiting for the disk can take longer than the transfer.
  func commit() throws(Complaint) {
    try prepare()
    do {
      if let modificationTime, let descriptor = way.descriptor { Syscalls.setModificationTime(descriptor, modificationTime) }
      try way.finish()
    } catch {
      throw Complaint(writing: name, error)
    }
  }

  /// Gives the file up after an error. It has no effect after ``commit()``.
  func discard() { way.abandon(keepsNew: options.keepsPartial && !isEmpty) }

  /// Removes what was in a file that is written itself. It stays until the first byte has come, because many transfers fail before.
  private func prepare() throws(Complaint) {
    do {
      try way.begin(keepsNew: options.keepsPartial)
    } catch {
      throw Complaint(writing: name, error)
    }
  }
}
