import HTTPWire
print("httpwire")
