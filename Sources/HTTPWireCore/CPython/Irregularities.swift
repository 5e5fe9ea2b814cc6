/// The defects that the Python-like parser found in a head, and the text that it took for a body (`Message.defects`,
/// `Message.get_payload()`).
final class Irregularities: Sendable {
  let defects: [HTTPMessage.Defect]
  let payload: [UInt8]

  init(defects: [HTTPMessage.Defect], payload: [UInt8]) {
    self.defects = defects
    self.payload = payload
  }
}
