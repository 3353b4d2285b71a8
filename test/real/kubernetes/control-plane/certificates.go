package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// authority signs the certificates of one control plane, and writes them into its folder.
type authority struct {
	folder      string
	certificate *x509.Certificate
	key         crypto.Signer
	pem         []byte
}

// newAuthority makes a certificate authority of its own: NAME.crt in the folder; the key is kept in memory only.
func newAuthority(folder, name string) (*authority, error) {
	template := &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	made := &authority{folder: folder}
	der, key, err := made.sign(template)
	if err != nil {
		return nil, err
	}
	if made.certificate, err = x509.ParseCertificate(der); err != nil {
		return nil, err
	}
	made.key = key
	made.pem, err = writePEM(filepath.Join(folder, name+".crt"), "CERTIFICATE", der)
	return made, err
}

// identity writes NAME.crt and NAME.key, for a user (common name, groups) and for a server on 127.0.0.1 alike; it returns both as PEM.
func (a *authority) identity(name, user string, groups ...string) (certificate, key []byte, err error) {
	template := &x509.Certificate{
		Subject:     pkix.Name{CommonName: user, Organization: groups},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		DNSNames:    []string{"localhost", "kubernetes.default.svc"},
	}
	der, signer, err := a.sign(template)
	if err != nil {
		return nil, nil, err
	}
	if certificate, err = writePEM(filepath.Join(a.folder, name+".crt"), "CERTIFICATE", der); err != nil {
		return nil, nil, err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(signer)
	if err != nil {
		return nil, nil, err
	}
	key, err = writePEM(filepath.Join(a.folder, name+".key"), "PRIVATE KEY", keyDER)
	return certificate, key, err
}

// sign makes a key and a certificate for it, valid for a day; an authority without a certificate yet signs its own.
func (a *authority) sign(template *x509.Certificate) ([]byte, crypto.Signer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return nil, nil, err
	}
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(24*time.Hour)
	parent, signer := a.certificate, a.key
	if parent == nil {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	return der, key, err
}

func writePEM(path, kind string, der []byte) ([]byte, error) {
	text := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
	return text, os.WriteFile(path, text, 0o600)
}

// kubeconfig writes NAME.kubeconfig for an identity, as JSON, which is YAML.
func (a *authority) kubeconfig(name, server string, certificate, key []byte) (string, error) {
	path := filepath.Join(a.folder, name+".kubeconfig")
	type named = map[string]any
	text, err := json.Marshal(named{
		"apiVersion": "v1", "kind": "Config", "current-context": "control-plane",
		"clusters": []named{{"name": "control-plane", "cluster": named{"server": server, "certificate-authority-data": a.pem}}},
		"users":    []named{{"name": name, "user": named{"client-certificate-data": certificate, "client-key-data": key}}},
		"contexts": []named{{"name": "control-plane", "context": named{"cluster": "control-plane", "user": name}}},
	})
	if err != nil {
		return "", fmt.Errorf("kubeconfig of %s: %w", name, err)
	}
	return path, os.WriteFile(path, text, 0o600)
}
