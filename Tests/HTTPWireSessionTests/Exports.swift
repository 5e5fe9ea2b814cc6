import HTTPWireSession
import Testing
