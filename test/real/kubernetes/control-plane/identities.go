package main

// identities makes the certificate authority and everybody's certificates and keys.
func (p *plane) identities() (*authority, error) {
	root, err := newAuthority(p.folder, "ca")
	if err != nil {
		return nil, err
	}
	for name, user := range map[string]string{"apiserver": "kube-apiserver", "service-accounts": "service-accounts"} {
		if _, _, err := root.identity(name, user); err != nil {
			return nil, err
		}
	}
	for name, user := range map[string][]string{
		"admin": {"admin", "system:masters"}, "controllers": {"system:kube-controller-manager"},
	} {
		certificate, key, err := root.identity(name, user[0], user[1:]...)
		if err != nil {
			return nil, err
		}
		if _, err := root.kubeconfig(name, p.access.Server, certificate, key); err != nil {
			return nil, err
		}
	}
	p.access.CertificateAuthority = p.file("ca.crt")
	p.access.ClientCertificate, p.access.ClientKey = p.file("admin.crt"), p.file("admin.key")
	p.access.Kubeconfig = p.file("admin.kubeconfig")
	return root, nil
}
