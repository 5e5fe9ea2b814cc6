// Go's net/http in Scripts/bench: `gohttp WORK PORT AMOUNT [CA]` prints the seconds its loop took and the bytes of bodies that it read.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

var buffer = make([]byte, 65536)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "gohttp:", err)
		os.Exit(1)
	}
}

func get(client *http.Client, url string) int64 {
	response, err := client.Get(url)
	check(err)
	defer response.Body.Close()
	var total int64
	for {
		count, err := response.Body.Read(buffer)
		total += int64(count)
		if err == io.EOF {
			return total
		}
		check(err)
	}
}

func makeClient(arguments []string) *http.Client {
	transport := &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 1, ReadBufferSize: 65536}
	if strings.HasPrefix(arguments[1], "tls-") {
		authority, err := os.ReadFile(arguments[4])
		check(err)
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(authority)
		transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS13}
		switch arguments[1] {
		case "tls-full":
			transport.DisableKeepAlives = true
		case "tls-resumed":
			transport.DisableKeepAlives = true
			transport.TLSClientConfig.ClientSessionCache = tls.NewLRUClientSessionCache(8)
		}
	}
	return &http.Client{Transport: transport}
}

func run(client *http.Client, base, work string, amount int64) (total int64) {
	switch work {
	case "requests", "full", "resumed":
		for number := int64(0); number < amount; number++ {
			total += get(client, base+"/small")
		}
	case "download":
		total = get(client, fmt.Sprintf("%s/length/%d", base, amount))
	case "chunked":
		total = get(client, fmt.Sprintf("%s/chunked/%d", base, amount))
	default:
		check(fmt.Errorf("no work is named %s", work))
	}
	return total
}

func main() {
	if len(os.Args) < 4 {
		check(fmt.Errorf("usage: gohttp WORK PORT AMOUNT [CA]"))
	}
	amount, err := strconv.ParseInt(os.Args[3], 10, 64)
	check(err)
	scheme := "http"
	if strings.HasPrefix(os.Args[1], "tls-") {
		scheme = "https"
	}
	base := fmt.Sprintf("%s://127.0.0.1:%s", scheme, os.Args[2])
	client := makeClient(os.Args)
	// The connection is opened, or a session left behind, before the clock starts, as in the others.
	get(client, base+"/small")
	start := time.Now()
	total := run(client, base, strings.TrimPrefix(os.Args[1], "tls-"), amount)
	fmt.Println(time.Since(start).Seconds(), total)
}
