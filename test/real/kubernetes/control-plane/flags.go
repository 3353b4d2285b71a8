package main

import "fmt"

// apiServerFlags are those of a server as kubeadm starts it, as far as one on loopback without kubelets needs them. What a test gives
// comes after them: the last one of a flag counts, but for lists, which add up.
func (p *plane) apiServerFlags(port int, etcd string) []string {
	return []string{
		"--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
		fmt.Sprintf("--secure-port=%d", port), "--etcd-servers=" + etcd,
		"--tls-cert-file=" + p.file("apiserver.crt"), "--tls-private-key-file=" + p.file("apiserver.key"),
		"--client-ca-file=" + p.file("ca.crt"), "--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction",
		"--service-account-issuer=" + p.access.Server, "--service-cluster-ip-range=10.0.0.0/16", "--allow-privileged=true",
		"--service-account-key-file=" + p.file("service-accounts.crt"),
		"--service-account-signing-key-file=" + p.file("service-accounts.key"),
	}
}

func (p *plane) controllerManagerFlags(port int) []string {
	kubeconfig := p.file("controllers.kubeconfig")
	return []string{
		"--kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", port), "--leader-elect=false",
		"--tls-cert-file=" + p.file("controllers.crt"), "--tls-private-key-file=" + p.file("controllers.key"),
		"--use-service-account-credentials=true", "--root-ca-file=" + p.file("ca.crt"),
		"--service-account-private-key-file=" + p.file("service-accounts.key"),
		"--kube-api-qps=1000", "--kube-api-burst=1000",
	}
}
