package import HTTPWireCore

/// The names of the fields that are not added to a request.
package struct OmittedFields: Sendable {
  /// In lower case.
  private let names: Set<String>

  init(_ names: Set<String>) { self.names = names.isEmpty ? [] : Set(names.map { $0.lowercased() }) }

  package var isEmpty: Bool { names.isEmpty }

  func contains(_ name: String) -> Bool { !names.isEmpty && names.contains(name.lowercased()) }

  func remove(from fields: inout HTTPMessage) {
    if names.isEmpty { return }
    for name in names { fields.remove(name) }
  }

  /// The fields that a connection still adds.
  package var automatic: AutomaticFields {
    var fields = AutomaticFields.all
    if contains("Host") { fields.remove(.host) }
    if contains("Accept-Encoding") { fields.remove(.acceptEncoding) }
    if contains("Content-Length") { fields.remove(.contentLength) }
    return fields
  }
}
