import ArgumentParser

/// A number of seconds on the command line. As with curl, 0 means no limit.
struct Seconds: ExpressibleByArgument, Equatable {
  let duration: Duration?

  init?(argument: String) {
    guard let seconds = Double(argument), seconds >= 0, seconds <= 1e9 else { return nil }
    duration = seconds == 0 ? nil : .seconds(seconds)
  }
}
