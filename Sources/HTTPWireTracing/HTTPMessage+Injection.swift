#if Tracing
public import HTTPWire
public import Instrumentation

/// Puts the context of a trace into fields, such as `traceparent` of W3C.
public struct HTTPMessageInjector: Injector {
  /// Makes an injector.
  public init() {}

  /// Adds a field, or replaces the one of that name.
  public func inject(_ value: String, forKey key: String, into carrier: inout HTTPMessage) {
    carrier.remove(key)
    carrier.add(key, value)
  }
}

extension HTTPMessage {
  /// Adds the fields by which a server goes on with the trace of a context.
  ///
  /// - Parameters:
  ///   - context: The context; by default the current one. Without one, nothing is added.
  ///   - instrument: Which fields these are; by default the program's.
  public mutating func injectTraceContext(
    _ context: ServiceContext? = .current, with instrument: any Instrument = InstrumentationSystem.instrument
  ) {
    if let context { instrument.inject(context, into: &self, using: HTTPMessageInjector()) }
  }
}
#endif
