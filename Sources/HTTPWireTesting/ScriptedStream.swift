public import HTTPWire
