import HTTPWire
import HTTPWireCore

/// The file that a download is written to under another name, which becomes the final one at the end.
package final class DownloadFile {
  private let path: String
  private let partPath: String
  private let isKept: Bool
  private var descriptor: Int32?
  /// Whether what is in the file came from this download.
  private var isNew = true
  /// How many bytes are in the file.
  private(set) var count = 0
  /// What is known about the bytes that an earlier run has left; nil if they can't be continued.
  private(set) var earlier: PartialDownload?

  private var notePath: String { partPath + ".note" }

  /// Opens the file that an earlier run has left, or a new one. With `isKept` it stays after an error, so that it can be continued.
  ///
  /// Throws `system`, also while another download writes the same file.
  package init(_ path: String, isKept: Bool) throws(HTTPException) {
    // The file could not get such a name at the end.
    if path.isEmpty || path.hasSuffix("/") || Syscalls.isNoFile(path) {
      throw .invalidArgument("\(PythonRepr.string(path)) can't be the name of a file")
    }
    self.path = path
    self.isKept = isKept
    partPath = path + (isKept ? ".part" : "." + String(UInt64.random(in: .min ... .max), radix: 36) + ".part")
    let descriptor = try Syscalls.openForContinuing(partPath)
    self.descriptor = descriptor
    let size = try Syscalls.fileSize(descriptor) ?? 0
    isNew = size == 0
    guard isKept, size > 0, let note = try Syscalls.contentsIfThere(ofFile: notePath, atMost: 65_536) else { return }
    earlier = PartialDownload(note)
    if earlier != nil { count = size }
  }

  deinit { abandon() }

  /// Prepares for bytes from a position on: 0, or that behind the last byte. The note is written before the bytes that it is about.
  func begin(at position: Int, _ note: PartialDownload?) throws(HTTPException) {
    guard let descriptor else { throw .closed }
    if position == 0 { Syscalls.removeFile(notePath) }
    try Syscalls.cutFile(descriptor, to: position)
    count = position
    isNew = true
    if isKept, position == 0, let note { try Syscalls.replaceFile(notePath, with: Array(note.text.utf8)) }
  }

  func write(_ bytes: [UInt8]) throws(HTTPException) {
    guard let descriptor else { throw .closed }
    try Syscalls.writeFile(descriptor, bytes.span, address: partPath)
    count += bytes.count
  }

  /// Gives the file its name.
  package func finish() throws(HTTPException) {
    guard let descriptor else { throw .closed }
    try Syscalls.finishFile(descriptor, partPath, as: path)
    Syscalls.removeFile(notePath)
    self.descriptor = nil
    try Syscalls.closeChecked(descriptor, address: path)
  }

  /// Closes the file, and removes it unless it can be continued.
  private func abandon() {
    guard let descriptor else { return }
    self.descriptor = nil
    // Before the lock is gone.
    if !isKept || count == 0 && isNew {
      Syscalls.removeFile(partPath)
      Syscalls.removeFile(notePath)
    }
    Syscalls.release(descriptor)
  }
}
