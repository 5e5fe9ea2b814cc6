@_exported public import HTTPWireSession
