"""The command lines of `Scripts/curl`: a name, and what is typed behind `curl`, as one would type it in a shell.

Words such as `name=value` before the first flag are the environment, and `< file` at the end is standard input. In angle brackets stand
the servers of `curl_servers.py` (`<http>` is a whole origin, `<http:port>` its port), files (`<ca>`) and bytes (`<e9>`).
"""

# The files that are in the folder in which each command runs. Their time is `FILE_TIME`.
FILE_TIME = 1_735_725_600  # 2025-01-01 10:00:00 UTC
FILES = {
    "data.txt": b"one\ntwo\r\nthree & four=4\n",
    "more.txt": b"more",
    "empty.txt": b"",
    "nul.bin": b"a\0b\r\nc\n",
    "part.txt": b"abcdefghij",
    "whole.txt": b"abcdefghijklmnopqrstuvwxyz",
    "page.html": b"<p>page</p>\n",
    "picture.png": b"\x89PNG\r\n",
    "na me.txt": b"blank\n",
    "odd": b"no extension\n",
    "one.json": b'{"a": 1}\n',
    "fields.txt": b"X-One: 1\r\nX-Two: 2\n\nX-Three;\n",
    "jar.txt": b"# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tkept\tyes\n"
    b"#HttpOnly_127.0.0.1\tFALSE\t/\tFALSE\t0\thidden\th\n"
    b"h.test\tFALSE\t/\tTRUE\t0\tsecure\ts\n127.0.0.1\tFALSE\t/other\tFALSE\t0\tpath\tp\nother.test\tFALSE\t/\tFALSE\t0\telse\te\n"
    b"127.0.0.1\tFALSE\t/\tFALSE\t1000000000\told\to\nbroken line\n",
    "set-cookie.txt": b"HTTP/1.1 200 OK\r\nSet-Cookie: from=head; Path=/\r\nSet-Cookie: deep=d; Path=/deep\r\n\r\n",
    "netrc": b"machine other.test login no password no\nmachine 127.0.0.1\n  login user\n  password secret\n"
    b"default login anyone password any\n",
    "config.txt": b"# a comment\nsilent\nurl = \"<http>/hello\"\nheader = \"X-Config: a \\\"b\\\"\"\n"
    b"-A agent\nreferer: here\n--data x=y\n\n",
    "config2.txt": b"--url <http>/hello --silent\n",
    "config3.txt": b"s\nno-such-flag\nurl=<http>/hello\n",
    "format.txt": b"%{http_code} from a file\\n",
    "bad.pem": b"no certificate here\n",
}
# Made only where a command names them.
BIG_FILES = {"big.bin": 1_200_000}

LINES = r"""
# One URL.
get                   -s <http>/hello
get-loud              <http>/hello
get-empty             -s <http>/empty
get-no-scheme         -s 127.0.0.1:<http:port>/hello
get-upper-scheme      -s HTTP://127.0.0.1:<http:port>/hello
get-no-path           -s <http>
get-query-no-path     -s <http>?a=b
get-fragment          -s <http>/hello#part
get-fragment-query    -s '<http>/hello?a#b?c'
get-empty-port        -s --connect-to ::127.0.0.1:<http:port> http://h.test:/hello
get-utf8-path         -s <http>/é/ü?é=ü
get-percent           -s <http>/%7Euser/%2F/a%20b
get-strange           -s -g '<http>/a|b^c`d"e<f>g{h}i[j]k\l'
get-dots              -s <http>/a/b/../c/./d
get-dots-as-is        -s --path-as-is <http>/a/b/../c/./d
get-dots-encoded      -s <http>/a/%2e%2e/b
get-dots-root         -s <http>/../../hello
get-userinfo          -s http://user:secret@127.0.0.1:<http:port>/basic
get-userinfo-name     -s http://user@127.0.0.1:<http:port>/hello
get-userinfo-encoded  -s http://us%40er:p%3Aw@127.0.0.1:<http:port>/hello
get-userinfo-empty    -s http://:@127.0.0.1:<http:port>/hello
get-ipv6              -s http://[::1]:<http:port>/hello
get-idn               -s --resolve xn--bcher-kva.test:<http:port>:127.0.0.1 http://bücher.test:<http:port>/hello
get-idn-tls           -s --cacert <ca> --connect-to ::127.0.0.1:<tls:port> https://BÜCHER.test/hello
get-number-host       -s http://2130706433:<http:port>/hello
get-upper-host        -s --connect-to ::127.0.0.1:<http:port> http://H.Test/hello
get-dot-host          -s --resolve h.test.:<http:port>:127.0.0.1 http://h.test.:<http:port>/hello
get-url-flag          -s --url <http>/hello
get-url-flag-twice    -s --url <http>/hello --url <http>/empty <http>/chunked
get-dashes            -s -- <http>/hello
get-default-80        -s --connect-to ::127.0.0.1:<http:port> http://h.test:80/hello
get-default-443       -s --cacert <ca> --connect-to ::127.0.0.1:<tls:port> https://h.test:443/hello
get-80-tls            -s --cacert <ca> --connect-to ::127.0.0.1:<tls:port> https://h.test:80/hello

# What servers send.
reply-chunked         -s <http>/chunked
reply-no-length       -s <http>/no-length
reply-http10          -s -i <http>/http10
reply-204             -s -i <http>/204
reply-304             -s -i <http>/304
reply-trailers        -s <http>/trailers
reply-trailers-i      -s -i <http>/trailers
reply-trailers-d      -s -D head.txt <http>/trailers
reply-103             -s <http>/early-hints
reply-103-i           -s -i <http>/early-hints
reply-100             -s -i <http>/continue
reply-103-D           -s -D - -o out <http>/early-hints
reply-many            -s -i <http>/many
reply-fields          -s -i <http>/fields
reply-bare-lf         -s -i <http>/bare-lf
reply-no-reason       -s -i <http>/no-reason
reply-slow            -s <http>/slow
reply-cut             -s <http>/cut
reply-cut-S           -sS <http>/cut
reply-cut-o           -s -o out <http>/cut
reply-cut-chunk       -s <http>/cut-chunk
reply-cut-chunks      -s -o out <http>/cut-chunks
reply-cut-head        -s <http>/cut-head
reply-cut-tls         -s -k <tls>/cut-tls
reply-no-length-tls   -s -k <tls>/no-length
reply-reset           -s <http>/reset
reply-reset-head      -s <http>/reset-head
reply-close           -s <http>/close
reply-close-S         -sS <http>/close
reply-garbage         -s <http>/garbage
reply-bad-status      -s <http>/bad-status
reply-bad-version     -s <http>/bad-version
reply-no-colon        -s <http>/no-colon
reply-bad-length      -s <http>/bad-length
reply-minus-length    -s <http>/minus-length
reply-two-lengths     -s <http>/two-lengths
reply-same-lengths    -s <http>/same-lengths
reply-bad-chunk       -s <http>/bad-chunk
reply-bad-coding      -s <http>/bad-coding
reply-nul             -s <http>/nul
reply-huge-head       -s <http>/huge

# Methods and fields.
head                  -s -I <http>/hello
head-404              -s -I <http>/status/404
head-f-404            -s -f -I <http>/status/404
head-long-flag        --silent --head <http>/chunked
head-i                -s -I -i <http>/hello
head-o                -s -I -o out <http>/hello
head-get              -s -I -X GET <http>/hello
head-L                -s -I -L <http>/redirect/302
head-data             -s -I -d a=b <http>/hello
method-delete         -s -X DELETE <http>/hello
method-options        -s -X OPTIONS <http>/hello
method-attached       -s -XPURGE <http>/hello
method-lower          -s -X get <http>/hello
method-post-empty     -s -X POST <http>/hello
method-put-data       -s -X PUT -d a=b <http>/hello
field                 -s -H 'X-A: b' -H 'X-C:d' <http>/hello
field-removed         -s -H 'Accept:' -H 'User-Agent:' <http>/hello
field-empty           -s -H 'X-Empty;' <http>/hello
field-no-colon        -s -H 'nothing' <http>/hello
field-no-value        -s -H 'X-Nothing:' <http>/hello
field-host            -s -H 'Host: x.test' <http>/hello
field-host-lower      -s -H 'host: x.test' <http>/hello
field-no-host         -s -H 'Host:' <http>/hello
field-accept          -s -H 'Accept: application/json' <http>/hello
field-accept-lower    -s -H 'accept: application/json' <http>/hello
field-user-agent      -s -H 'User-Agent: mine' <http>/hello
field-user-agent-A    -s -A other -H 'User-Agent: mine' <http>/hello
field-twice           -s -H 'X-A: 1' -H 'x-a: 2' -H 'X-A: 3' <http>/hello
field-file            -s -H @fields.txt <http>/hello
field-file-missing    -s -H @no-such-file <http>/hello
field-stdin           -s -H @- <http>/hello < fields.txt
field-latin           -s -H 'X-A: <e9>' <http>/hello
field-utf8            -s -H 'X-A: é' <http>/hello
field-spaces          -s -H 'X-A:   b  ' <http>/hello
field-connection      -s -H 'Connection: close' <http>/hello
field-te              -s -H 'TE: trailers' <http>/hello
field-cookie          -s -b c=d -H 'Cookie: a=b' <http>/hello
field-content-type    -s -H 'Content-Type: text/x' -d a=b <http>/hello
field-content-length  -s -H 'Content-Length: 3' -d abc <http>/hello
field-no-content-type -s -H 'Content-Type:' -d a=b <http>/hello
agent                 -s -A x/1 <http>/hello
agent-empty           -s -A '' <http>/hello
agent-twice           -s -A one --user-agent two <http>/hello
referer               -s -e http://from.test/ <http>/hello
referer-empty         -s -e '' <http>/hello
referer-auto          -s -e ';auto' -L <http>/redirect/302
referer-both          -s -e 'http://from.test/;auto' -L <http>/redirect/302
referer-auto-other    -s -e ';auto' -L '<http>/redirect/302/other?a=b#c'
referer-auto-user     -s -e ';auto' -L http://user:secret@127.0.0.1:<http:port>/redirect/302
http10                -s -0 <http>/hello
http10-post           -s -0 -d a=b <http>/hello
http10-two            -s -0 <http>/hello <http>/hello
http11                -s --http1.1 <http>/hello

# Bodies.
data                  -s -d a=b <http>/hello
data-two              -s -d a=b -d c=d <http>/hello
data-file             -s -d @data.txt <http>/hello
data-file-and         -s -d @data.txt -d b=c <http>/hello
data-stdin            -s -d @- <http>/hello < data.txt
data-missing          -s -d @no-such-file <http>/hello
data-empty            -s -d '' <http>/hello
data-nul              -s -d @nul.bin <http>/hello
data-latin            -s -d 'caf<e9>' <http>/hello
data-post             -s -X POST -d '{"a":1}' -H 'Content-Type: application/json' <http>/hello
data-ascii            -s --data-ascii @data.txt <http>/hello
data-binary           -s --data-binary @data.txt <http>/hello
data-binary-stdin     -s --data-binary @- <http>/hello < nul.bin
data-binary-text      -s --data-binary 'a=b&c' <http>/hello
data-binary-two       -s --data-binary @data.txt --data-binary @more.txt <http>/hello
data-binary-missing   -s --data-binary @no-such-file <http>/hello
data-binary-big       -s --data-binary @big.bin <http>/hello
data-raw              -s --data-raw @data.txt <http>/hello
data-mixed            -s -d a=b --data-raw '@c' --data-urlencode 'd=e f' --data-binary g <http>/hello
data-attached         -sd a=b <http>/hello
json                  -s --json '{"a":1}' <http>/hello
json-two              -s --json '{"a":1' --json ',"b":2}' <http>/hello
json-file             -s --json @one.json <http>/hello
json-stdin            -s --json @- <http>/hello < one.json
json-accept           -s --json '{}' -H 'Accept: text/plain' <http>/hello
json-type             -s --json '{}' -H 'Content-Type: application/x' <http>/hello
json-put              -s -X PUT --json '{}' <http>/hello
urlencode             -s --data-urlencode 'a b&c=é' <http>/hello
urlencode-equals      -s --data-urlencode '=a b=c' <http>/hello
urlencode-name        -s --data-urlencode 'name=a b=c&~._-*' <http>/hello
urlencode-file        -s --data-urlencode @data.txt <http>/hello
urlencode-name-file   -s --data-urlencode name@data.txt <http>/hello
urlencode-stdin       -s --data-urlencode name@- <http>/hello < data.txt
urlencode-missing     -s --data-urlencode name@no-such-file <http>/hello
urlencode-all         -s --data-urlencode a=b --data-urlencode 'c d' --data-urlencode x@more.txt --data-urlencode = <http>/hello
get-data              -s -G -d a=b -d c=d <http>/hello
get-data-query        -s -G -d a=b '<http>/hello?x=y'
get-data-fragment     -s -G -d a=b '<http>/hello#part'
get-data-no-path      -s -G -d a=b <http>
get-data-urlencode    -s -G --data-urlencode 'q=a b' --data-urlencode =z --data-urlencode @more.txt --data-urlencode n@more.txt <http>/hello
get-data-head         -s -G -I -d a=b <http>/hello
get-data-space        -s -G -d 'a b' <http>/hello
get-data-method       -s -G -X DELETE -d a=b <http>/hello
url-query             -s --url-query 'a=b c' --url-query 'd&e' <http>/hello
url-query-plus        -s --url-query '+a=b%20c' '<http>/hello?x=y'
url-query-post        -s --url-query a=b -d c=d <http>/hello
url-query-file        -s --url-query name@data.txt <http>/hello
form                  -s -F a=b <http>/hello
form-two              -s -F a=b -F 'c=d e' <http>/hello
form-file             -s -F upload=@data.txt <http>/hello
form-file-type        -s -F 'upload=@data.txt;type=text/x-mine' <http>/hello
form-file-name        -s -F 'upload=@data.txt;filename=other name.bin' <http>/hello
form-file-both        -s -F 'upload=@data.txt;type=a/b;filename="q;uo\"te.txt"' <http>/hello
form-content          -s -F 'text=<data.txt' <http>/hello
form-content-type     -s -F 'text=<data.txt;type=text/plain' <http>/hello
form-value-type       -s -F 'text=a b;type=text/html' <http>/hello
form-value-quoted     -s -F 'text="a;b";type=text/html' <http>/hello
form-types            -s -F a=@page.html -F b=@picture.png -F c=@one.json -F d=@odd <http>/hello
form-stdin            -s -F upload=@- <http>/hello < data.txt
form-stdin-name       -s -F 'upload=@-;filename=in.txt' <http>/hello < data.txt
form-stdin-content    -s -F 'text=<-' <http>/hello < data.txt
form-several          -s -F 'upload=@data.txt,more.txt' <http>/hello
form-headers          -s -F 'a=b;headers="X-Part: 1"' <http>/hello
form-encoder          -s -F 'a=@data.txt;encoder=base64' <http>/hello
form-odd-name         -s -F 'na"me=v' -F 'é=ü' <http>/hello
form-blank-file       -s -F 'upload=@na me.txt' <http>/hello
form-empty-value      -s -F a= <http>/hello
form-empty-file       -s -F a=@empty.txt <http>/hello
form-no-equals        -s -F novalue <http>/hello
form-missing          -s -F a=@no-such-file <http>/hello
form-string           -s --form-string 'a=@data.txt;type=x' --form-string b=<c <http>/hello
form-data             -s -F a=b -d c=d <http>/hello
form-put              -s -X PUT -F a=b <http>/hello
form-header           -s -F a=b -H 'Content-Type: multipart/mixed' <http>/hello
upload                -s -T data.txt <http>/hello
upload-folder         -s -T data.txt <http>/folder/
upload-no-path        -s -T data.txt <http>
upload-blank-name     -s -T 'na me.txt' <http>/folder/
upload-query          -s -T data.txt '<http>/folder/?a=b'
upload-stdin          -s -T - <http>/hello < data.txt
upload-stdin-dot      -s -T . <http>/hello < data.txt
upload-stdin-folder   -s -T - <http>/folder/ < data.txt
upload-empty          -s -T empty.txt <http>/hello
upload-missing        -s -T no-such-file <http>/hello
upload-missing-S      -sS -T no-such-file <http>/hello
upload-post           -s -X POST -T data.txt <http>/hello
upload-two            -s -T data.txt -T more.txt <http>/one <http>/two
upload-chunked        -s -H 'Transfer-Encoding: chunked' -T data.txt <http>/hello
data-chunked          -s -H 'Transfer-Encoding: chunked' -d a=b <http>/hello
upload-http10-stdin   -s -0 -T - <http>/hello < data.txt
upload-resume         -s -C 5 -T part.txt <http>/hello
upload-big            -s -T big.bin <http>/hello
upload-expect         -s -H 'Expect: 100-continue' -T data.txt <http>/hello
upload-no-expect      -s -H 'Expect:' -T big.bin <http>/hello
upload-expect-wait    -s --expect100-timeout 0.2 -T big.bin <http>/no-continue
upload-expect-refused -s -T big.bin <http>/refuse-expect
upload-413            -s -T big.bin <http>/early-413
upload-413-f          -s -f -T big.bin <http>/early-413
upload-413-small      -s -d a=b <http>/early-413
upload-i              -s -i -T big.bin <http>/hello
upload-and-data       -s -T data.txt -d a=b <http>/hello

# Statuses.
f-404                 -s -f <http>/status/404
f-404-S               -sSf <http>/status/404
fS-o-404              -sSf -o out <http>/status/404
fsSL                  -fsSL <http>/redirect/302
f-500                 -f -s <http>/status/500
f-399                 -f -s <http>/status/399
f-i-404               -s -f -i <http>/status/404
f-D-404               -s -f -D head.txt <http>/status/404
f-two                 -s -f <http>/status/404 <http>/hello
f-two-last            -s -f <http>/hello <http>/status/404
f-401                 -s -f -u user:wrong <http>/basic
fail-with-body        -s --fail-with-body <http>/status/404
fail-with-body-S      -sS --fail-with-body -o out <http>/status/500
fail-with-body-200    -s --fail-with-body <http>/hello
fail-both             -s -f --fail-with-body <http>/status/404
status-999            -s -i <http>/status/999
status-600            -s -w '%{http_code}' <http>/status/600

# Output.
i                     -s -i <http>/hello
i-L                   -s -i -L <http>/redirect/302
i-o                   -s -i -o out <http>/hello
many-compressed       -sSfL --retry 3 --connect-timeout 5 -m 9 --create-dirs -o made/out -H 'X-A: b' -A x --compressed <http>/redirect/302
many-upload           -sS -X PUT --data-binary @data.txt -H 'Content-Type: text/plain' -u user:secret -w '%{http_code}\n' <http>/basic
many-look             -sIL -o /dev/null -w '%{http_code} %{url_effective}\n' <http>/redirect/301
many-insecure         -kLs -D - -o /dev/null <tls>/redirect/302
many-api              -s -X PATCH -H 'Accept: application/json' -H 'Authorization: Bearer t' -d '{"a":1}' -w '\n%{http_code}' <http>/hello
i-two                 -s -i <http>/hello <http>/hello
D-stdout              -s -D - <http>/hello
D-stdout-o            -s -D - -o out <http>/hello
D-file                -s -D head.txt -o out <http>/hello
D-file-L              -s -L -D head.txt <http>/redirect/302
D-file-two            -s -D head.txt <http>/hello <http>/empty
D-stderr-null         -s -D /dev/null <http>/hello
D-and-i               -s -i -D head.txt <http>/hello
o                     -s -o out <http>/hello
o-attached            -soout <http>/hello
o-empty               -s -o out <http>/empty
o-stdout              -s -o - <http>/hello
o-null                -s -o /dev/null <http>/hello
o-full                -s -o /dev/full <http>/hello
o-over                -s -o whole.txt <http>/hello
o-two                 -s -o a -o b <http>/hello <http>/chunked
o-two-swapped         -s <http>/hello <http>/chunked -o a -o b
o-one-of-two          -s -o a <http>/hello <http>/chunked
o-three-of-two        -s -o a -o b -o c <http>/hello <http>/chunked
o-same-twice          -s -o a -o a <http>/hello <http>/chunked
o-no-folder           -s -o no/such/folder/out <http>/hello
o-no-folder-S         -sS -o no/such/folder/out <http>/hello
o-is-folder           -sS -o . <http>/hello
o-create-dirs         -s --create-dirs -o a/b/out <http>/hello
O                     -s -O <http>/hello
O-query               -s -O '<http>/hello?a=b/c#d'
O-no-name             -s -O <http>/
O-no-name-S           -sS -O <http>
O-deep                -s -O <http>/a/b/c.txt
O-encoded             -s -O <http>/a%20b
O-L                   -s -L -O <http>/redirect/302
O-two                 -s -O -O <http>/hello <http>/chunked
O-one-of-two          -s -O <http>/hello <http>/chunked
O-all                 -s --remote-name-all <http>/hello <http>/chunked
O-all-o               -s --remote-name-all -o out <http>/hello <http>/chunked
O-dir                 -s --create-dirs --output-dir made -O <http>/hello
O-dir-missing         -s --output-dir missing -O <http>/hello
o-dir                 -s --output-dir made --create-dirs -o a/out <http>/hello
O-f-404               -s -f -O <http>/status/404
OJ                    -s -OJ <http>/disposition/plain
OJ-quoted             -s -O -J <http>/disposition/quoted
OJ-folder             -s -O -J <http>/disposition/folder
OJ-inline             -s -OJ <http>/disposition/inline
OJ-none               -s -OJ <http>/disposition/none/path.txt
OJ-upper              -s -OJ <http>/disposition/upper
OJ-escaped            -s -OJ <http>/disposition/escaped
OJ-dot                -s -OJ <http>/disposition/dot
OJ-exists             -s -OJ <http>/disposition/exists
OJ-lacking            -s -OJ <http>/hello
OJ-dir                -s -OJ --create-dirs --output-dir made <http>/disposition/plain
OJ-w                  -s -OJ -w '%{filename_effective}\n' <http>/disposition/plain
J-alone               -s -J <http>/disposition/plain
R                     -s -R -o out <http>/dated
R-O                   -s -R -O <http>/dated
R-none                -s -R -o hello <http>/empty
silent-nothing        -s <http>/status/204
two                   -s <http>/hello <http>/chunked
two-other             -s <http>/hello <other>/hello <http>/hello
two-close             -s <http>/no-length <http>/hello
two-post              -s -d a=b <http>/hello <http>/hello
two-first-fails       -s <closed>/ <http>/hello
two-last-fails        -s <http>/hello <closed>/
two-hosts             -s <http>/hello http://localhost:<http:port>/hello
two-cut               -s <http>/cut <http>/hello

# What -w says.
w-code                -s -w '%{http_code}\n' <http>/hello
w-code-null           -s -o /dev/null -w '%{http_code}' <http>/status/404
w-codes-two           -s -o /dev/null -o /dev/null -w '%{http_code}\n' <http>/hello <http>/status/404
w-sizes               -s -w '%{size_download} %{size_header} %{size_upload}\n' -d a=b <http>/hello
w-sizes-coded         -s --compressed -o /dev/null -w '%{size_download}\n' <http>/coded/gzip
w-sizes-chunked       -s -o /dev/null -w '%{size_download} %{size_header}\n' <http>/chunked
w-sizes-L             -s -L -A x -o /dev/null -w '%{size_download} %{size_header} %{size_request}\n' <http>/redirect/302
w-redirects           -s -L -o /dev/null -w '%{num_redirects} %{url_effective} %{redirect_url} %{num_connects}\n' <http>/chain/3
w-redirect-url        -s -o /dev/null -w '%{redirect_url}|%{num_redirects}\n' <http>/redirect/302/relative
w-redirect-none       -s -o /dev/null -w '[%{redirect_url}]\n' <http>/hello
w-url                 -s -L -w '%{url} %{url_effective} %{urlnum}\n' '<http>/redirect/302?a=b#c'
w-url-plain           -s -w '%{url} %{url_effective}\n' 127.0.0.1:<http:port>/hello
w-urlnum              -s -w '%{urlnum}\n' <http>/hello <http>/hello
w-type                -s -w '%{content_type} %{method}\n' <http>/hello
w-type-none           -s -w '[%{content_type}]\n' <http>/empty
w-method              -s -w '%{method}\n' -X PURGE -d a=b <http>/hello
w-method-L            -s -L -o /dev/null -w '%{method}\n' -d a=b <http>/redirect/302
w-header              -s -w '%header{content-type} %header{CONTENT-LENGTH} [%header{none}]\n' <http>/hello
w-header-twice        -s -w '%header{x-twice}\n' <http>/fields
w-header-json         -s -o /dev/null -w '%{header_json}' <http>/status/200
w-header-json-twice   -s -o /dev/null -w '%{header_json}' <http>/cookies
w-num-headers         -s -w '%{num_headers}\n' <http>/many
w-exit                -s -w '%{exitcode} %{http_code}\n' <http>/hello
w-exit-refused        -s -w '%{exitcode} %{http_code} [%{http_version}] [%{remote_ip}] [%{scheme}]\n' <closed>/
w-exit-f              -s -f -w '%{exitcode} %{http_code}\n' <http>/status/404
w-errormsg            -s -w '%{errormsg}' -o /dev/null <http>/cut
w-errormsg-none       -s -w '[%{errormsg}]' -o /dev/null <http>/hello
w-onerror             -s -w 'a%{onerror}b\n' <http>/hello
w-onerror-refused     -s -w 'a%{onerror}b\n' <closed>/
w-stderr              -s -w 'out%{stderr}err\n' <http>/hello
w-stderr-stdout       -s -w 'out%{stderr}err%{stdout}again\n' <http>/hello
w-filename            -s -o out -w '%{filename_effective}\n' <http>/hello
w-filename-O          -s -O --output-dir . -w '%{filename_effective}\n' <http>/hello
w-filename-none       -s -w '[%{filename_effective}]\n' <http>/hello
w-version             -s -w '%{http_version} %{response_code} %{scheme}\n' <http>/hello
w-version-10          -s -w '%{http_version}\n' <http>/http10
w-ports               -s -w '%{remote_ip}:%{remote_port} %{local_ip}\n' <http>/hello
w-connects            -s -w '%{num_connects}\n' <http>/hello <http>/hello <other>/hello
w-connect-code        -s -p -x <proxy> -w '%{http_connect} %{http_code} %{proxy_ssl_verify_result}\n' <http>/hello
w-tls                 -s --cacert <ca> -w '%{ssl_verify_result} %{scheme}\n' <tls>/hello
w-tls-bad             -s -w '%{ssl_verify_result} %{exitcode}\n' <tls>/hello
w-tls-k               -s -k -w '%{ssl_verify_result}\n' <tls>/hello
w-referer             -s -e http://from.test/ -w '%{referer}\n' <http>/hello
w-json                -s -o /dev/null -w '%{json}\n' <http>/hello
w-json-L              -s -L -o out -w '%{json}\n' -d a=b <http>/redirect/302/other
w-json-failed         -s -w '%{json}\n' <closed>/
w-json-post           -s -o /dev/null -w '%{json}\n' -d a=b <http>/status/404
w-escapes             -s -w '%% \\n \t|\r|\x|%|%{|100% \n' <http>/empty
w-unknown             -s -w '[%{no_such_variable}]\n' <http>/empty
w-file                -s -w @format.txt <http>/empty
w-file-stdin          -s -w @- <http>/empty < format.txt
w-file-missing        -s -w @no-such-file <http>/empty
w-empty               -s -w '' <http>/hello
w-twice               -s -w one -w two <http>/empty
w-304                 -s -z 'Wed, 01 Jan 2025 12:00:00 GMT' -w '%{http_code}\n' <http>/dated
w-head                -s -I -w '%{http_code} %{size_download}\n' <http>/hello
w-times-format        -s -w '%{time_redirect} %{num_redirects}\n' <http>/empty
w-certs               -s -w '[%{certs}] %{num_certs}\n' <http>/empty

# Redirections.
L-301                 -s -L <http>/redirect/301
L-301-post            -s -L -d a=b <http>/redirect/301
L-302-post            -s -L -d a=b <http>/redirect/302
L-303-post            -s -L -d a=b <http>/redirect/303
L-307-post            -s -L -d a=b <http>/redirect/307
L-308-post            -s -L -d a=b <http>/redirect/308
L-300                 -s -L <http>/redirect/300
L-305                 -s -L <http>/redirect/305
L-304                 -s -L <http>/304
L-303-put             -s -L -T data.txt <http>/redirect/303
L-302-put             -s -L -T data.txt <http>/redirect/302
L-307-put             -s -L -T data.txt <http>/redirect/307
L-307-stdin           -s -L -T - <http>/redirect/307 < data.txt
L-302-X               -s -L -X POST -d a=b <http>/redirect/302
L-303-X               -s -L -X DELETE <http>/redirect/303
L-post301             -s -L --post301 -d a=b <http>/redirect/301
L-post302             -s -L --post302 -d a=b <http>/redirect/302
L-post303             -s -L --post303 -d a=b <http>/redirect/303
L-post302-of-301      -s -L --post302 -d a=b <http>/redirect/301
L-form                -s -L -F a=b <http>/redirect/307
L-form-302            -s -L -F a=b <http>/redirect/302
L-head                -s -L -I <http>/redirect/303
L-relative            -s -L <http>/redirect/302/relative
L-query               -s -L <http>/redirect/302/query
L-network             -s -L <http>/redirect/302/network
L-space               -s -L <http>/redirect/302/space
L-fragment            -s -L -w '%{url_effective}\n' <http>/redirect/302/fragment
L-keeps-fragment      -s -L -w '%{url_effective}\n' <http>/redirect/302#mine
L-utf8                -s -L <http>/redirect/302/utf8
L-user                -s -L <http>/redirect/302/user
L-no-location         -s -L <http>/no-location
L-chain               -s -L <http>/chain/5
L-max                 -s -L --max-redirs 2 <http>/chain/3
L-max-S               -sS -L --max-redirs 2 <http>/chain/3
L-max-just            -s -L --max-redirs 3 <http>/chain/3
L-max-0               -s -L --max-redirs 0 <http>/redirect/302
L-max-0-none          -s -L --max-redirs 0 <http>/hello
L-max-unlimited       -s -L --max-redirs -1 <http>/chain/60
L-max-default         -s -L <http>/chain/51
L-max-default-just    -s -L <http>/chain/50
L-loop                -s -L --max-redirs 4 <http>/redirect/302/loop
L-https               -s -L --cacert <ca> <http>/redirect/302/https
L-http                -s -L --cacert <ca> <tls>/redirect/302/http
L-file                -s -L <http>/redirect/302/file
L-scheme              -s -L <http>/redirect/302/scheme
L-bad                 -s -L <http>/redirect/302/bad
L-unknown             -s -L <http>/redirect/302/unknown
L-refused             -s -L <http>/redirect/302/refused
L-proto               -s -L --proto =http --cacert <ca> <http>/redirect/302/https
L-no-L                -s -L --no-location <http>/redirect/302
L-o                   -s -L -o out <http>/redirect/302
L-user-other          -s -L -u user:secret <http>/redirect/302/other
L-user-trusted        -s --location-trusted -u user:secret <http>/redirect/302/other
L-user-same           -s -L -u user:secret <http>/redirect/302
L-user-back           -s -L -u user:secret <http>/redirect/302/back
L-user-name           -s -L -u user:secret <http>/redirect/302/name
L-userinfo-other      -s -L http://user:secret@127.0.0.1:<http:port>/redirect/302/other
L-bearer-other        -s -L --oauth2-bearer tok <http>/redirect/302/other
L-bearer-same         -s -L --oauth2-bearer tok <http>/redirect/302
L-field-other         -s -L -H 'Authorization: mine' -H 'Cookie: a=b' -H 'X-Kept: c' <http>/redirect/302/other
L-field-trusted       -s --location-trusted -H 'Authorization: mine' <http>/redirect/302/other
L-host-other          -s -L -H 'Host: x.test' <http>/redirect/302/other
L-host-same           -s -L -H 'Host: x.test' <http>/redirect/302
L-cookie              -s -L -b '' <http>/redirect/302/cookie
L-cookie-off          -s -L <http>/redirect/302/cookie
L-cookie-given        -s -L -b a=b <http>/redirect/302/other
L-digest              -s -L --digest -u user:secret <http>/redirect/302/digest
L-f                   -s -f -L <http>/redirect/302
L-compressed          -s -L --compressed <http>/redirect/302

# Credentials.
u                     -s -u user:secret <http>/basic
u-wrong               -s -u user:wrong <http>/basic
u-no-password         -s -u user: <http>/hello
u-colons              -s -u user:a:b <http>/hello
u-utf8                -s -u üser:sécret <http>/hello
u-basic               -s --basic -u user:secret <http>/basic
u-over-url            -s -u user:secret http://other:no@127.0.0.1:<http:port>/hello
u-field               -s -u user:secret -H 'Authorization: mine' <http>/hello
digest                -s --digest -u user:secret <http>/digest
digest-i              -s -i --digest -u user:secret <http>/digest
digest-old            -s --digest -u user:secret <http>/digest-old
digest-sha            -s --digest -u user:secret <http>/digest-sha
digest-refused        -s --digest -u user:secret <http>/digest-refused
digest-two            -s --digest -u user:secret <http>/digest-two
digest-not-asked      -s --digest -u user:secret <http>/hello
digest-post           -s --digest -u user:secret -d a=b <http>/digest
digest-put            -s --digest -u user:secret -T data.txt <http>/digest
digest-query          -s --digest -u user:secret '<http>/digest?a=b'
digest-twice          -s --digest -u user:secret <http>/digest <http>/digest
digest-head           -s --digest -u user:secret -I <http>/digest
bearer                -s --oauth2-bearer tok <http>/hello
bearer-u              -s --oauth2-bearer tok -u user:secret <http>/hello
netrc                 -s -n <http>/basic
netrc-file            -s --netrc-file netrc <http>/basic
netrc-missing         -s --netrc-file no-such-file <http>/hello
netrc-u               -s -n -u other:pw <http>/hello
netrc-url             -s -n http://other:pw@127.0.0.1:<http:port>/hello
netrc-optional        -s --netrc-optional <http>/basic
netrc-default         -s --netrc-file netrc http://localhost:<http:port>/hello
netrc-L               -s -L -n <http>/redirect/302/other

# Cookies.
b                     -s -b 'a=b' <http>/hello
b-two                 -s -b 'a=b; c=d' <http>/hello
b-twice               -s -b a=b -b c=d <http>/hello
b-file                -s -b jar.txt <http>/hello
b-file-head           -s -b set-cookie.txt <http>/hello
b-file-missing        -s -b no-such-file <http>/hello
b-file-path           -s -b jar.txt <http>/other/x
b-file-tls            -s -k -b jar.txt --connect-to ::127.0.0.1:<tls:port> https://h.test/hello
b-file-secure         -s -b jar.txt --connect-to ::127.0.0.1:<http:port> http://h.test/hello
b-file-and            -s -b jar.txt -b a=b <http>/hello
b-session             -s -j -b jar.txt <http>/hello
b-keeps               -s -b '' <http>/cookies <http>/hello
b-keeps-off           -s <http>/cookies <http>/hello
b-deep                -s -b '' <http>/cookies <http>/deep/x
c                     -s -c made.txt <http>/cookies
c-stdout              -s -o /dev/null -c - <http>/cookies
c-none                -s -c made.txt <http>/hello
c-b                   -s -b jar.txt -c made.txt <http>/cookies
c-same                -s -b jar.txt -c jar.txt <http>/cookies
c-b-stdout            -s -b a=b -c - -o /dev/null <http>/cookies
c-unwritable          -s -c no/such/folder/jar <http>/cookies
c-f-404               -s -f -c made.txt <http>/status/404
c-two                 -s -c made.txt <http>/cookies <http>/hello

# Parts, times, limits.
r                     -s -r 0-4 <http>/range
r-last                -s -r -5 <http>/range
r-from                -s -r 20- <http>/range
r-two                 -s -r 0-0,2-3 <http>/range
r-one                 -s -r 3 <http>/range
r-beyond              -s -r 100- <http>/range
r-ignored             -s -r 0-4 <http>/no-range
r-i                   -s -i -r 2-3 <http>/range
C                     -s -C - -o part.txt <http>/range
C-new                 -s -C - -o new.txt <http>/range
C-ignored             -s -C - -o part.txt <http>/no-range
C-whole               -s -C - -o whole.txt <http>/range
C-whole-f             -s -f -C - -o whole.txt <http>/range
C-wrong               -s -C - -o part.txt <http>/wrong-range
C-number              -s -C 20 <http>/range
C-number-o            -s -C 10 -o part.txt <http>/range
C-zero                -s -C 0 -o part.txt <http>/range
C-O                   -s -C - -O <http>/range
C-cut                 -s -C - -o part.txt <http>/cut
C-f-404               -s -f -C - -o part.txt <http>/status/404
C-404                 -s -C - -o part.txt <http>/status/404
C-stdout              -s -C - <http>/range
C-and-r               -s -C - -r 0-5 -o part.txt <http>/range
z                     -s -z 'Wed, 01 Jan 2025 12:00:00 GMT' <http>/dated
z-file                -s -z data.txt <http>/dated
z-minus               -s -z '-Wed, 01 Jan 2025 12:00:00 GMT' <http>/dated
z-date-only           -s -z 20250101 <http>/dated
z-short               -s -z '1 Feb 2025 10:00' <http>/dated
z-zone                -s -z 'Wed, 01 Jan 2025 12:00:00 +0100' <http>/dated
z-bad                 -s -z 'no date at all' <http>/dated
z-o                   -s -z data.txt -o data.txt <http>/dated
z-R                   -s -z data.txt -R -o out <http>/dated
z-200-old             -s -z 'Wed, 01 Jan 2025 12:00:00 GMT' <http>/dated-200
z-200-new             -s -z 'Wed, 01 Jan 2020 12:00:00 GMT' <http>/dated-200
z-200-minus           -s -z '-Wed, 01 Jan 2020 12:00:00 GMT' <http>/dated-200
max-filesize          -s --max-filesize 10 <http>/range
max-filesize-o        -s --max-filesize 10 -o out <http>/range
max-filesize-enough   -s --max-filesize 26 <http>/range
max-filesize-unit     -s --max-filesize 1k <http>/range
limit-rate            -s --limit-rate 40K -o out <http>/long
limit-rate-upload     -s --limit-rate 1M -T data.txt <http>/hello
speed                 -s -y 1 -Y 1000 <http>/stall-body
speed-o               -sS -y 1 -Y 1000 -o out <http>/stall-body
speed-enough          -s -y 2 -Y 1 <http>/hello
m                     -s -m 1 <http>/stall
m-S                   -sS -m 1 <http>/stall
m-body                -s --max-time 1 <http>/stall-body
m-body-o              -s -m 1 -o out <http>/stall-body
m-enough              -s -m 5 <http>/hello
m-two                 -s -m 1 <http>/stall <http>/hello
connect-timeout       -s --connect-timeout 0.5 https://127.0.0.1:<mute:port>/
connect-timeout-fine  -s --connect-timeout 5 <http>/hello
retry                 -s --retry 1 <http>/flaky/503
retry-S               -sS --retry 1 <http>/flaky/503
retry-o               -s --retry 2 -o out <http>/flaky/500
retry-f               -s -f --retry 1 <http>/flaky/502
retry-408             -s --retry 1 <http>/flaky/408
retry-429             -s --retry 1 <http>/flaky/429
retry-504             -s --retry 1 --retry-delay 1 <http>/flaky/504
retry-404             -s --retry 1 <http>/flaky/404
retry-501             -s --retry 1 <http>/flaky/501
retry-after           -s --retry 1 <http>/flaky/503/1
retry-over            -s --retry 1 <http>/status/503
retry-over-f          -s -f --retry 1 <http>/status/503
retry-max-time        -s --retry 3 --retry-max-time 1 <http>/flaky/503/5
retry-refused         -s --retry 1 <closed>/
retry-connrefused     -s --retry 1 --retry-connrefused <closed>/
retry-all             -s --retry 1 --retry-all-errors <http>/flaky/drop
retry-all-f           -s -f --retry 1 --retry-all-errors <http>/flaky/404
retry-drop            -s --retry 1 <http>/flaky/drop
retry-cut-o           -s --retry 1 --retry-all-errors -o out <http>/flaky/cut
retry-i               -s -i --retry 1 <http>/flaky/503
retry-w               -s --retry 1 -o out -w '%{http_code} %{num_connects}\n' <http>/flaky/503
retry-post            -s --retry 1 -d a=b <http>/flaky/503
retry-timeout         -s --retry 1 -m 1 <http>/stall
retry-none            -s --retry 3 <http>/hello

# Codings.
compressed            -s --compressed <http>/coded/gzip
compressed-x          -s --compressed <http>/coded/x-gzip
compressed-deflate    -s --compressed <http>/coded/deflate
compressed-raw        -s --compressed <http>/coded/raw
compressed-identity   -s --compressed <http>/coded/identity
compressed-none       -s --compressed <http>/coded/none
compressed-unknown    -s --compressed <http>/coded/unknown
compressed-two        -s --compressed <http>/coded/two
compressed-upper      -s --compressed <http>/coded/upper
compressed-cut        -s --compressed <http>/coded/cut
compressed-broken     -s --compressed <http>/coded/broken
compressed-empty      -s --compressed <http>/coded/empty
compressed-members    -s --compressed <http>/coded/members
compressed-plain      -s --compressed <http>/hello
compressed-i          -s -i --compressed <http>/coded/gzip
compressed-I          -s -I --compressed <http>/coded/gzip
compressed-o          -s --compressed -o out <http>/coded/gzip
compressed-field      -s --compressed -H 'Accept-Encoding: gzip' <http>/coded/gzip
coded-raw             -s <http>/coded/gzip
coded-raw-field       -s -H 'Accept-Encoding: gzip' -o out <http>/coded/gzip

# Proxies.
x                     -s -x <proxy> <http>/hello
x-no-scheme           -s -x 127.0.0.1:<proxy:port> <http>/hello
x-user                -s -x http://user:secret@127.0.0.1:<authproxy:port> <http>/hello
x-U                   -s -x <authproxy> -U user:secret <http>/hello
x-U-over              -s -x http://no:no@127.0.0.1:<authproxy:port> -U user:secret <http>/hello
x-407                 -s -x <authproxy> <http>/hello
x-407-f               -s -f -x <authproxy> <http>/hello
x-tls                 -s --cacert <ca> -x <proxy> <tls>/hello
x-tls-i               -s -i --cacert <ca> -x <proxy> <tls>/hello
x-tls-user            -s --cacert <ca> -x <authproxy> --proxy-user user:secret <tls>/hello
x-tls-407             -s --cacert <ca> -x <authproxy> <tls>/hello
x-tls-refused         -s --cacert <ca> -x <proxy> https://refuse.test/hello
x-tls-refused-S       -sS --cacert <ca> -x <proxy> https://refuse.test/hello
x-tls-refused-i       -s -i -x <proxy> https://refuse.test/hello
x-tls-garbled         -s -x <proxy> https://garble.test/
x-tls-fields          -s -i --cacert <ca> -x <proxy> https://fields.test:<tls:port>/hello
p                     -s -p -x <proxy> <http>/hello
p-header              -s -p -x <proxy> --proxy-header 'X-Proxy: p' -H 'X-Server: s' <http>/hello
p-agent               -s -p -x <proxy> -A x <http>/hello
x-header              -s -x <proxy> --proxy-header 'X-Proxy: p' -H 'X-Server: s' <http>/hello
x-header-tls          -s --cacert <ca> -x <proxy> --proxy-header 'X-Proxy: p' -H 'X-Server: s' -H 'User-Agent: mine' <tls>/hello
x-secure              -s --proxy-cacert <ca> -x https://127.0.0.1:<secureproxy:port> <http>/hello
x-secure-tls          -s --cacert <ca> --proxy-insecure -x https://127.0.0.1:<secureproxy:port> <tls>/hello
x-secure-untrusted    -s -x https://127.0.0.1:<secureproxy:port> <http>/hello
x-unknown             -s -x http://nowhere.invalid:1 <http>/hello
x-unknown-tls         -s -x http://nowhere.invalid:1 <tls>/hello
x-refused             -s -x <closed> <http>/hello
x-scheme              -s -x foo://127.0.0.1:<proxy:port> <http>/hello
x-empty               http_proxy=<proxy> -s -x '' <http>/hello
x-two                 -s -x <proxy> <http>/hello <other>/hello
x-post                -s -x <proxy> -d a=b <http>/hello
x-L                   -s -L -x <proxy> <http>/redirect/302
x-u                   -s -x <proxy> -u user:secret <http>/basic
x-query               -s -x <proxy> 'http://h.test?a=b'
x-fragment            -s -x <proxy> http://h.test/hello#part
x-port                -s -x <proxy> http://h.test:80/hello
x-userinfo            -s -x <proxy> http://user:secret@h.test/hello
x-host                -s -x <proxy> -H 'Host: x.test' http://h.test/hello
x-name                -s -x <proxy> http://H.Test/hello
x-http10              -s -0 -x <proxy> <http>/hello
noproxy               -s -x <proxy> --noproxy 127.0.0.1 <http>/hello
noproxy-all           -s -x <proxy> --noproxy '*' <http>/hello
noproxy-other         -s -x <proxy> --noproxy other.test,h.test <http>/hello
noproxy-empty         no_proxy=127.0.0.1 http_proxy=<proxy> -s --noproxy '' <http>/hello
env-http              http_proxy=<proxy> -s <http>/hello
env-https             https_proxy=<proxy> -s -k <tls>/hello
env-https-upper       HTTPS_PROXY=<proxy> -s -k <tls>/hello
env-all               ALL_PROXY=<proxy> -s <http>/hello
env-all-lower         all_proxy=<proxy> -s -k <tls>/hello
env-no                http_proxy=<proxy> no_proxy=127.0.0.1 -s <http>/hello
env-no-upper          http_proxy=<proxy> NO_PROXY=* -s <http>/hello
env-socks             all_proxy=socks5h://127.0.0.1:<socks:port> -s <http>/hello
env-user              http_proxy=http://user:secret@127.0.0.1:<authproxy:port> -s <http>/hello
env-x                 http_proxy=<closed> -s -x <proxy> <http>/hello
socks5                -s --socks5 127.0.0.1:<socks:port> <http>/hello
socks5-resolves       -s --socks5 127.0.0.1:<socks:port> --resolve h.test:<http:port>:127.0.0.1 http://h.test:<http:port>/hello
socks5-hostname       -s --socks5-hostname 127.0.0.1:<socks:port> http://h.test:<http:port>/hello
socks5-user           -s --socks5-hostname user:secret@127.0.0.1:<socks:port> http://h.test:<http:port>/hello
socks5-U              -s --socks5 127.0.0.1:<socks:port> -U user:secret <http>/hello
socks5-tls            -s --cacert <ca> --socks5-hostname 127.0.0.1:<socks:port> https://h.test:<tls:port>/hello
socks5-refused        -s --socks5-hostname 127.0.0.1:<socks:port> http://refuse.test/
socks5-closed         -s --socks5 127.0.0.1:<closed:port> <http>/hello
socks5-x              -s -x socks5h://127.0.0.1:<socks:port> http://h.test:<http:port>/hello
preproxy              -s --preproxy socks5h://127.0.0.1:<socks:port> -x <proxy> <http>/hello
preproxy-tls          -s --cacert <ca> --preproxy socks5://127.0.0.1:<socks:port> -x <proxy> <tls>/hello

# Connections.
resolve               -s --resolve h.test:<http:port>:127.0.0.1 http://h.test:<http:port>/hello
resolve-any           -s --resolve '*:<http:port>:127.0.0.1' http://h.test:<http:port>/hello
resolve-plus          -s --resolve +h.test:<http:port>:127.0.0.1 http://h.test:<http:port>/hello
resolve-two           -s --resolve h.test:<http:port>:[::1],127.0.0.1 http://h.test:<http:port>/hello
resolve-6             -s --resolve h.test:<http:port>:[::1] http://h.test:<http:port>/hello
resolve-tls           -s --cacert <ca> --resolve h.test:<tls:port>:127.0.0.1 https://h.test:<tls:port>/hello
resolve-bad           -s --resolve h.test <http>/hello
resolve-other         -s --resolve h.test:1:127.0.0.1 http://h.test.invalid:<http:port>/hello
connect-to            -s --connect-to h.test:80:127.0.0.1:<http:port> http://h.test/hello
connect-to-any        -s --connect-to ::127.0.0.1:<http:port> http://h.test/hello
connect-to-port       -s --connect-to :80::<http:port> http://127.0.0.1/hello
connect-to-other      -s --connect-to x.test:80:127.0.0.1:<closed:port> <http>/hello
connect-to-tls        -s --cacert <ca> --connect-to h.test:443:127.0.0.1:<tls:port> https://h.test/hello
connect-to-bad        -s --connect-to nonsense <http>/hello
four                  -s -4 http://localhost:<http:port>/hello
four-resolve          -s -4 --resolve h.test:<http:port>:[::1],127.0.0.1 http://h.test:<http:port>/hello
six-resolve           -s -6 --resolve h.test:<http:port>:127.0.0.1,[::1] http://h.test:<http:port>/hello
six-only-four         -s -6 http://127.0.0.1:<http:port>/hello
interface             -s --interface lo <http>/hello
interface-address     -s --interface 127.0.0.1 <http>/hello
interface-unknown     -s --interface nonesuch0 <http>/hello
unix                  -s --unix-socket <socket> http://h.test/hello
unix-tls-path         -s --unix-socket <socket> 'http://h.test:81/hello?a=b'
unix-missing          -s --unix-socket no-such-socket http://h.test/hello
unix-two              -s --unix-socket <socket> http://h.test/hello http://h.test/empty
keepalive             -s --keepalive-time 5 <http>/hello
keepalive-off         -s --no-keepalive <http>/hello

# TLS.
k                     -s -k <tls>/hello
k-wrong               -s -k <wrongtls>/hello
cacert                -s --cacert <ca> <tls>/hello
cacert-name           -s --cacert <ca> https://localhost:<tls:port>/hello
cacert-missing        -s --cacert no-such-file <tls>/hello
cacert-missing-http   -s --cacert no-such-file <http>/hello
cacert-bad            -s --cacert bad.pem <tls>/hello
cacert-env            SSL_CERT_FILE=<ca> -s <tls>/hello
tls-untrusted         -s <tls>/hello
tls-untrusted-S       -sS <tls>/hello
tls-wrong-name        -s --cacert <ca> <wrongtls>/hello
tls-max-12            -s --cacert <ca> --tls-max 1.2 <tls>/hello
tls-13                -s --cacert <ca> --tlsv1.3 <tls>/hello
tls-12                -s --cacert <ca> --tlsv1.2 <tls>/hello
tls-none-left         -s --cacert <ca> --tlsv1.3 --tls-max 1.2 <tls>/hello
tls-max-bad           -s --tls-max 9 <tls>/hello
ciphers               -s --cacert <ca> --tls-max 1.2 --ciphers ECDHE-ECDSA-AES128-GCM-SHA256 <tls>/hello
ciphers-bad           -s --cacert <ca> --ciphers NO-SUCH <tls>/hello
tls13-ciphers         -s --cacert <ca> --tls13-ciphers TLS_AES_128_GCM_SHA256 <tls>/hello
tls13-ciphers-bad     -s --cacert <ca> --tls13-ciphers NO_SUCH <tls>/hello
client                -s --cacert <ca> -E <certificates>/client-both.pem <tls>/hello
client-key            -s --cacert <ca> --cert <certificates>/client.pem --key <certificates>/client.key <tls>/hello
client-missing        -s --cacert <ca> -E no-such-file <tls>/hello
client-no-key         -s --cacert <ca> -E <certificates>/client.pem <tls>/hello
pinned                -s --cacert <ca> --pinnedpubkey sha256//<pin> <tls>/hello
pinned-wrong          -s --cacert <ca> --pinnedpubkey sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= <tls>/hello
tls-to-http           -s https://127.0.0.1:<http:port>/hello
http-to-tls           -s http://127.0.0.1:<tls:port>/hello
tls-two               -s --cacert <ca> <tls>/hello <tls>/chunked
proto                 -s --proto =http <http>/hello
proto-not             -s --proto =https <http>/hello
proto-minus           -s --proto -http <http>/hello
proto-list            -s --proto -all,http <http>/hello
proto-bad             -s --proto nonsense <http>/hello

# Arguments, files of arguments, and what has no effect.
K                     -K config.txt
K-stdin               -s -K - < config.txt
K-one-line            -K config2.txt
K-unknown             -K config3.txt
K-missing             -s -K no-such-file <http>/hello
K-and                 -K config.txt -H 'X-Line: 1'
no-effect             -N -q -g --http1.1 --no-progress-meter --tcp-nodelay -s <http>/hello
no-buffer             -s --no-buffer <http>/hello
progress-bar          -# -o out <http>/hello
no-meter              --no-progress-meter -o out <http>/hello
no-meter-fails        --no-progress-meter <closed>/
meter                 -o out <http>/hello
globoff               -s -g '<http>/{a,b}[1-2]'
glob                  -s '<http>/{hello,empty}'
parallel              -s -Z -o a -o b -o c <http>/hello <http>/chunked <other>/hello
parallel-max          -s -Z --parallel-max 1 -o a -o b <http>/hello <http>/slow
parallel-fails        -s -Z -o a -o b <http>/hello <closed>/
parallel-f            -s -Z -f -o a -o b <http>/hello <http>/status/404
wrong-flag            --no-such-flag <http>/hello
wrong-short           -s -å <http>/hello
wrong-none
wrong-no-url          -s
wrong-no-value        -s -o
wrong-number          -s -m abc <http>/hello
wrong-retry           -s --retry x <http>/hello
wrong-retry-minus     -s --retry -1 <http>/hello
wrong-rate            -s --limit-rate x <http>/hello
wrong-size            -s --max-filesize x <http>/hello
wrong-redirs          -s -L --max-redirs x <http>/hello
wrong-resume          -s -C x <http>/range
url-scheme            -s foo://127.0.0.1/
url-scheme-S          -sS foo://127.0.0.1/
url-no-host           -s http://
url-no-host-path      -s http:///path
url-space             -s '<http>/a?b c'
url-space-path        -s '<http>/a b'
url-space-host        -s 'http://a b/'
url-port              -s http://127.0.0.1:99999/
url-port-text         -s http://127.0.0.1:x/
url-port-0            -s http://127.0.0.1:0/
url-bracket           -s http://[::1
url-control           -s '<http>/a<0a>b'
url-empty             -s ''
url-bad-and-good      -s http:// <http>/hello
url-one-slash         -s http:/127.0.0.1:<http:port>/hello
url-three-slashes     -s http:///127.0.0.1:<http:port>/hello
url-percent-host      -s http://127.0.0%2e1:<http:port>/hello
refused               -s <closed>/
refused-loud          <closed>/
refused-S             -S <closed>/
refused-sS            -sS <closed>/
refused-tls           -s https://127.0.0.1:<closed:port>/
refused-o             -s -o out <closed>/
unknown               -s http://nowhere.invalid/
unknown-sS            -sS http://nowhere.invalid/
unknown-tls           -s https://nowhere.invalid/
"""
