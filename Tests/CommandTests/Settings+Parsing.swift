@testable import HTTPWireCommand

extension Settings {
  /// The settings of a command line.
  static func of(_ arguments: [String]) throws(Complaint) -> Settings {
    var settings = Settings()
    try CommandParser.apply(arguments.map { Argument($0) }, to: &settings)
    return settings
  }
}

extension TransferPlan {
  /// The plan of the first URL of a command line.
  static func of(_ arguments: [String]) throws(Complaint) -> TransferPlan {
    let settings = try Settings.of(arguments)
    try SettingsCheck(settings).run()
    return try TransferPlan(settings, number: 0)
  }
}
