/// What a Python-like parser found wrong in a head, and the text it therefore took for a body (`Message.defects`,
/// `Message.get_payload()`).
final class Irregularities: Sendable {
  let defects: [HTTPMessage.Defect]
  let payload: [UInt8]

  init(defects: [HTTPMessage.Defect], payload: [UInt8]) {
    self.defects = defects
    self.payload = payload
  }
}
