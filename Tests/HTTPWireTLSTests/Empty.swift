#if TLS
import HTTPWire
#endif
