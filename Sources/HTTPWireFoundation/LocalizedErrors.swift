public import Foundation
public import HTTPWireCore
public import HTTPWireInflate
public import HTTPWireSession

// Without these, Foundation calls every error of an enum "the operation could not be completed", with the number of the case.

extension HTTPException: LocalizedError {
  /// What `localizedDescription` shows: the same as `description`.
  public var errorDescription: String? { description }
}

extension ContentDecodingError: LocalizedError {
  /// What `localizedDescription` shows: the same as `description`.
  public var errorDescription: String? { description }
}

extension InflateFailure: LocalizedError {
  /// What `localizedDescription` shows: the same as `description`.
  public var errorDescription: String? { description }
}

extension EventStreamRefusal: LocalizedError {
  /// What `localizedDescription` shows: the same as `description`.
  public var errorDescription: String? { description }
}

extension CookieJar.Refusal: LocalizedError {
  /// What `localizedDescription` shows: the same as `description`.
  public var errorDescription: String? { description }
}

extension UnexpectedStatus: LocalizedError {
  /// What `localizedDescription` shows: the same as `description`.
  public var errorDescription: String? { description }
}

extension TextDecodingError: LocalizedError {
  /// What `localizedDescription` shows: the same as `description`.
  public var errorDescription: String? { description }
}
