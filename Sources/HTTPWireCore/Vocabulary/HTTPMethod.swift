public enum HTTPMethod { public static let get = "GET" }
