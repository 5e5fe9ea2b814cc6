"""The words of message_programs.py: names, values and pieces of values that header parsers read in different ways."""

# Each character stands as often as it should be put into a block that gets damaged.
DAMAGE = (
    "\r\n\r\n\t  ::;;==\"\"''**%%\\\\//<>(),.-_0123456789@[]?{}|aAbBzZ"
    "\0\x01\x0b\x0c\x1b\x1c\x1e\x7f\x80\x85\xa0\xad\xc9\xdf\xe9\xff")
ENDS = ["\r\n"] * 24 + ["\n", "\n", "\r", "\r\r\n", "\n\r\n", "\r\n\n"]
BLANKS = [""] * 5 + [" "] * 4 + ["\t", "  ", " \t ", "\xa0", "\x0b", "\x1f"]
FOLDS = ["\r\n ", "\r\n\t", "\n ", "\r ", "\r\n \r\n ", " \r\n  ", "\r\n   \t"]

NAMES = [
    "Content-Type", "content-type", "CONTENT-TYPE", "Content-Disposition", "content-disposition", "Set-Cookie", "set-cookie", "Link",
    "Date", "Server", "ETag", "Vary", "X-A", "x-a", "X-Very-Long-Name-" + "n" * 60, "From", "Content-Transfer-Encoding", "Content-Length",
    "X_y", "!#$%&'*+-.^_`|~"]
ODD_NAMES = [
    "", " ", "\t", "X A", "X-A ", "\tX-A", " Content-Type", "\xc9", "X\0Y", "X\x7f", "From me", "From ", "From", "@", "(x)", "N" * 3000,
    "X-A\r", '"']
TYPES = [
    "text/html", "Text/HTML", "application/json", "text", "text/", "/", "a/b/c", "", " ", "multipart/mixed", "Multipart/Form-Data",
    "multipart/byteranges", "multipart/signed", "multipart", "message/rfc822", "message/http", "message/delivery-status",
    "multipart/digest", "image/\xc9", "text /html", "text/html,text/xml", '"text/html"']
DISPOSITIONS = [
    "attachment", "ATTACHMENT", "inline", "form-data", "", " Attachment ", '"attachment"', "attachment,x", "filename=x", "\xc4"]
COOKIES = ["sid=abc123", 'a="b;c"', "SID=31d4d96e407aad42", "lang=en-US", "=x", "x", "a=b=c", "empty="]
LINKS = ["<https://a.example/?page=2>", "</s.css>", "<x;y>", "<a>; rel=x, <b>", "<", "<>", "https://a.example/"]
PLAIN = [
    "x", "", "gzip", "Sun, 06 Nov 1994 08:49:37 GMT", 'W/"abc"', "Apache/2.4 (Unix) mod_ssl", "a:b:c", "8bit", "base64", "BINARY",
    "7Bit", "\xe9t\xe9", "12", "*", "a, b", '"a\\"b"', "x" * 200, "\0", "a\x0bb", "a\x0cb\x1cc", "a\x85b", "\x1d", "a\x1e",
    "=?utf-8?q?=C3=A9?=", "From x", "a\tb", "- - ", "x "]
# What a caller gives for a value, and no peer could.
GIVEN = [
    "a\r\n b", "a\nb: c", "\u20ac", "a \r\n \r\n b ", "Fu\xdfball.txt", "\u65e5\u672c", 'a"b\\c', " lead", "\U0001f600", "a\u2028b",
    "a/b; name*=utf-8''\"\u20ac\"; charset*0*=x''<\u20ac>", "x; filename*=''\\\"%22\u20ac\\\\\""]

# The first seven are those that methods of their own ask for.
PARAMETERS = [
    "charset", "boundary", "filename", "name", "Charset", "BOUNDARY", "FileName", "x", "q", "path", "rel", "type", "start-info", "a_b",
    "\xe9", "\xc9", "", "x y", "$", "expires"]
# The first eight are names of the charsets that are decoded.
CHARSETS = [
    "utf-8", "UTF-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "ISO_8859-1", "latin1", "utf_8", "U8", "utf", "US_ASCII", "646",
    "Latin-1", "L1", "8859", "cp819", "cp1252", "windows-1252", "utf-16", "utf-7", "shift_jis", "x-unknown", "", " utf-8", "utf 8",
    "utf--8", "-utf-8-", "utf.8", "iso8859_1", "iso-8859-15", "ANSI_X3.4-1968", "ibm367", "csASCII", "unicode_escape", "idna", "hex",
    "rot13", "\xe9", "utf\xe9-8", "utf-8\0", '"utf-8"', "utf\\-8", "iso-ir-100", "iso-ir-6", "ISO_646.irv:1991", "iso646-us", "cp65001",
    "mbcs"]
PIECES = [
    "a", "b c", "%41", "%E2%82%AC", "%e9", "%c3%A9", "%", "%4", "%zz", "%%41", "%00", "%0d%0a", "%22", "%27", "%3B", "'", "''", "'''",
    '"', "\\", '\\"', "\\\\", '\\\\"', ";", "=", ",", " ", "\t", "(c)", "<", ">", "<x>", "/", "../", "\xe9", "\xff", "\xa0", "*", "0",
    "1", "utf-8''", "x''y", "\0", "\x1f", ":", "?", "@", "[]", "{}", "EURO rates.txt", "caf\xe9.pdf", "----=_Part_1", "b"]
NUMBERS = ["0", "1", "2", "3", "10", "9", "00", "01", "007", "", "", "x", "-1", "1x", "\xb2", "4294967296", "18446744073709551616"]

BOUNDARIES = [
    "=b", '="b"', "=b ", '="b  "', "=", '=""', "*=utf-8''b", "*=''%62", "*0=b", '="<b>"', "= b", '="a b"', "=----=_Part_1", "*=x'b", "",
    "*=utf-8''%C3%A9", '="b(*"']
BODIES = [
    "--b", "--b", "--b", "--b--", "--b--", "--b \t", "--", "----", "--b\r\nX: y", "--a b", "--x", "----=_Part_1", '--"b"', "no colon",
    "X y", "From me", "X: y", "Content-Type: text/html", "--b-", "--B", " --b", "--b--\t", "--b-- x", "--bx", "--\xc3\xa9", "--\xe9",
    "--b(*", "--b\x0b", "Content-Type: multipart/mixed; boundary=b", "Content-Type: message/rfc822", ""]
