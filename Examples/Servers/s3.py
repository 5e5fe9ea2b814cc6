"""S3 as moto has it, which from here on verifies each signature. Prints the address, a key id and its secret."""

import xml.etree.ElementTree as ElementTree

import requests
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
server.start()
address = "http://%s:%d" % server.get_host_and_port()


def call(action, **parameters):
    """A call of IAM, for which moto asks no signature yet, but looks for the service in the credential."""
    headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=none/20260101/us-east-1/iam/aws4_request"}
    answer = requests.post(address, data={"Action": action, "Version": "2010-05-08", **parameters}, headers=headers, timeout=10)
    answer.raise_for_status()
    return {element.tag.partition("}")[2]: element.text for element in ElementTree.fromstring(answer.content).iter()}


call("CreateUser", UserName="ada")
POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
call("PutUserPolicy", UserName="ada", PolicyName="all", PolicyDocument=POLICY)
key = call("CreateAccessKey", UserName="ada")
requests.post(address + "/moto-api/reset-auth", data="0", timeout=10).raise_for_status()
print(address, key["AccessKeyId"], key["SecretAccessKey"], flush=True)
server._thread.join()
