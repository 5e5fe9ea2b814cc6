import HTTPWireSession

/// The command line as a Swift program that does the same (`--steps`).
struct StepsProgram {
  let settings: Settings
  let plans: [TransferPlan]

  var text: String { "" }
}
