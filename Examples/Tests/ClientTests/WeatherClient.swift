import Foundation
import HTTPWireFoundation
import HTTPWireSession

/// What is tested: asks again once if the server is busy, and knows cities that the server does not.
struct WeatherClient {
  struct Weather: Decodable {
    var celsius: Double
  }

  let base: HTTPURL
  let session: HTTPSession

  init(_ base: String, token: String) throws {
    self.base = try HTTPURL(base)
    var configuration = HTTPSession.Configuration()
    configuration.timeout = .seconds(2)
    try configuration.credentials.set(.bearer(token), for: self.base)
    session = HTTPSession(configuration)
  }

  /// The temperature of a city; nil if the server does not know it.
  func temperature(in city: String) throws -> Double? {
    let url = base.appending(segment: "weather").appending(segment: city)
    var answer = try session.get(url)
    if answer.status == 503 { answer = try session.get(url) }
    if answer.status == 404 { return nil }
    return try answer.checkStatus().json(Weather.self).celsius
  }
}
