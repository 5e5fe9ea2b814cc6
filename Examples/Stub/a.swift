import Foundation
import HTTPWireSession

extension RequestBody {
  public static func json(encoding value: some Encodable) throws(HTTPException) -> RequestBody {
    do { return .json(try JSONEncoder().encode(value)) } catch { throw HTTPException.custom(error) }
  }
}
extension HTTPSession.Response {
  public func json<V: Decodable>(_ type: V.Type) throws(HTTPException) -> V {
    do { return try JSONDecoder().decode(type, from: Data(body)) } catch { throw HTTPException.custom(error) }
  }
}
extension HTTPURL {
  public var withoutFragment: HTTPURL {
    guard let i = description.firstIndex(of: "#") else { return self }; return (try? HTTPURL(String(description[..<i]))) ?? self
  }
}
public struct EventsStub { public init() {}; public func next() throws -> ServerSentEvent? { nil } }
extension HTTPSession {
  public func events(_ url: some HTTPURLConvertible) throws -> EventsStub { EventsStub() }
  public func download(_ url: some HTTPURLConvertible, to: String, resuming: Bool, progress: (TransferProgress) -> Void)
    throws(HTTPException)
  {}
}
