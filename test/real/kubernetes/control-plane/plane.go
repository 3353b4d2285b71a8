package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

// access is what a test needs to use the control plane.
type access struct {
	Server               string `json:"server"`
	CertificateAuthority string `json:"certificateAuthority"`
	ClientCertificate    string `json:"clientCertificate"`
	ClientKey            string `json:"clientKey"`
	Kubeconfig           string `json:"kubeconfig"`
}

type plane struct {
	access   access
	folder   string
	etcd     *embed.Etcd
	children []*child
	died     chan error
}

type child struct {
	process *exec.Cmd
	input   io.Closer
	ended   chan struct{}
}

// start brings everything up, and returns when the default service account is there, the last thing that the controllers make for a pod.
func start(folder string, flags []string) (*plane, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	p := &plane{folder: folder, died: make(chan error, len(stock))}
	if err := p.up(flags); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

func (p *plane) up(flags []string) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	p.access.Server = fmt.Sprintf("https://127.0.0.1:%d", port)
	authority, err := p.identities()
	if err != nil {
		return err
	}
	client, err := p.client(authority)
	if err != nil {
		return err
	}
	etcdAddress, err := p.startEtcd()
	if err != nil {
		return err
	}
	if err := p.spawn("kube-apiserver", append(p.apiServerFlags(port, etcdAddress), flags...)); err != nil {
		return err
	}
	if err := p.wait(client, "/readyz"); err != nil {
		return err
	}
	// It exits when there is no API server yet.
	managerPort, err := freePort()
	if err != nil {
		return err
	}
	if err := p.spawn("kube-controller-manager", p.controllerManagerFlags(managerPort)); err != nil {
		return err
	}
	return p.wait(client, "/api/v1/namespaces/default/serviceaccounts/default")
}

// spawn starts one of the stock programs, which ends when its standard input does.
func (p *plane) spawn(name string, flags []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	log, err := os.Create(p.file(name + ".log"))
	if err != nil {
		return err
	}
	process := exec.Command(self, append([]string{name}, flags...)...)
	process.Stdout, process.Stderr = log, log
	input, err := process.StdinPipe()
	if err != nil {
		return err
	}
	if err := process.Start(); err != nil {
		return err
	}
	started := &child{process: process, input: input, ended: make(chan struct{})}
	p.children = append(p.children, started)
	go func() {
		err := process.Wait()
		log.Close()
		close(started.ended)
		p.died <- fmt.Errorf("%s ended (%v): see %s", name, err, log.Name())
	}()
	return nil
}

func (p *plane) stop() {
	for index := len(p.children) - 1; index >= 0; index-- {
		p.children[index].input.Close()
		<-p.children[index].ended
	}
	if p.etcd != nil {
		p.etcd.Close()
	}
}

func (p *plane) client(authority *authority) (*http.Client, error) {
	pair, err := tls.LoadX509KeyPair(p.access.ClientCertificate, p.access.ClientKey)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(authority.certificate)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}}}
	return &http.Client{Timeout: 5 * time.Second, Transport: transport}, nil
}

// wait asks until the answer is 200: at most 90 s, and not when a child has ended.
func (p *plane) wait(client *http.Client, path string) error {
	var last string
	for deadline := time.Now().Add(90 * time.Second); time.Now().Before(deadline); {
		response, err := client.Get(p.access.Server + path)
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
			last = response.Status
		} else {
			last = err.Error()
		}
		select {
		case err := <-p.died:
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s is not there after 90 s: %s", path, last)
}

func (p *plane) file(name string) string {
	return filepath.Join(p.folder, name)
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
