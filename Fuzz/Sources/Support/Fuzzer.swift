internal import CLibFuzzer

/// Runs libFuzzer with this program's arguments, and `check` on each input that it makes up.
package func fuzz(_ check: @escaping (FuzzInput) -> Void) -> Never {
  // A C function can't capture anything, so what it is to call has to be a global.
  unsafe currentCheck = check
  var count = CommandLine.argc
  var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
  exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, count in
      unsafe currentCheck?(FuzzInput(Array(UnsafeBufferPointer(start: data, count: count))))
      return 0
    })
}

/// Set once, before libFuzzer starts, and called from its one thread.
nonisolated(unsafe) private var currentCheck: ((FuzzInput) -> Void)?

/// Reports that something does not hold. libFuzzer keeps the input.
package func violated(_ rule: String, _ details: Any...) -> Never {
  fatalError("VIOLATED: \(rule)\n" + details.map { "  \($0)\n" }.joined())
}

/// Reports `rule` unless it holds.
package func require(_ holds: Bool, _ rule: @autoclosure () -> String, _ details: @autoclosure () -> Any = "") {
  if !holds { violated(rule(), details()) }
}

/// Whether `Scripts/fuzz --self-test` asks the targets to see one wrong result, which their checks must then find.
package let isDefectPlanted = getenv("HTTPWIRE_FUZZ_PLANT") != nil
