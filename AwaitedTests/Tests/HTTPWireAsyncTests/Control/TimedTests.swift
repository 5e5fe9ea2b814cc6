import Testing

/// Tests that look at the clock. They run one after another, so that they have the machine's time.
@Suite(.serialized) enum TimedTests {}
