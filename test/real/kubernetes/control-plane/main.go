// A Kubernetes control plane in one program, for tests: etcd in this process, the stock kube-apiserver and kube-controller-manager as
// children of it (the same program under another word), everything on 127.0.0.1 and in one folder.
//
//	control-plane up FOLDER [flags of kube-apiserver]
//
// It prints one line of JSON when it can be used, and ends, with its children, when its standard input is closed: whoever started it and
// dies, however that happens, leaves nothing behind.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

// The stock programs, by the word that starts them.
var stock = map[string]func() *cobra.Command{
	"kube-apiserver":          apiserver.NewAPIServerCommand,
	"kube-controller-manager": controllers.NewControllerManagerCommand,
}

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("usage: control-plane up FOLDER [flags of kube-apiserver]"))
	}
	if command, known := stock[os.Args[1]]; known {
		go func() {
			waitForEnd(os.Stdin)
			os.Exit(0)
		}()
		program := command()
		program.SetArgs(os.Args[2:])
		os.Exit(cli.Run(program))
	}
	if os.Args[1] != "up" {
		fail(fmt.Errorf("unknown command %q", os.Args[1]))
	}
	plane, err := start(os.Args[2], os.Args[3:])
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(plane.access); err != nil {
		fail(err)
	}
	ended := make(chan struct{})
	go func() {
		waitForEnd(os.Stdin)
		close(ended)
	}()
	select {
	case <-ended:
		plane.stop()
	case err := <-plane.died:
		plane.stop()
		fail(err)
	}
}

func waitForEnd(input io.Reader) {
	_, _ = io.Copy(io.Discard, input)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "control-plane:", err)
	os.Exit(1)
}
