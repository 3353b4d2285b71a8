package main

import (
	"fmt"
	"net/url"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

// startEtcd starts a member of its own in this process; its address.
func (p *plane) startEtcd() (string, error) {
	config := embed.NewConfig()
	config.Dir = p.file("etcd")
	config.LogLevel = "error"
	config.LogOutputs = []string{p.file("etcd.log")}
	// Nothing here outlives the test, and one member need not wait a second for its own vote.
	config.UnsafeNoFsync = true
	config.TickMs, config.ElectionMs = 10, 100
	config.QuotaBackendBytes = 8 << 30
	addresses := make([]url.URL, 2)
	for index := range addresses {
		port, err := freePort()
		if err != nil {
			return "", err
		}
		addresses[index] = url.URL{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)}
	}
	config.ListenClientUrls, config.AdvertiseClientUrls = addresses[:1], addresses[:1]
	config.ListenPeerUrls, config.AdvertisePeerUrls = addresses[1:], addresses[1:]
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	var err error
	if p.etcd, err = embed.StartEtcd(config); err != nil {
		return "", fmt.Errorf("etcd: %w", err)
	}
	select {
	case <-p.etcd.Server.ReadyNotify():
		return addresses[0].String(), nil
	case <-time.After(30 * time.Second):
		return "", fmt.Errorf("etcd is not ready after 30 s: see %s", p.file("etcd.log"))
	}
}
