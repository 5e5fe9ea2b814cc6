@_exported public import HTTPWireCore
