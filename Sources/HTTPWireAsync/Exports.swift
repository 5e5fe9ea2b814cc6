@_exported public import HTTPWire
