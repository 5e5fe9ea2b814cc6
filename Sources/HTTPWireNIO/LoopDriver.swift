#if NIO
import HTTPWireAsync
#endif
