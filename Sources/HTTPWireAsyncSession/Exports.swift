@_exported public import HTTPWireAsync
@_exported public import HTTPWireSession
