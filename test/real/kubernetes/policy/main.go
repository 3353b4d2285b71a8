// The policies of k8s.io/pod-security-admission, the module that the API server judges pods by, without the server: for the versions of
// which no server can be built. Each line of its input is a pod as JSON; each line of its output, a list of what the policies of both
// levels say of it (baseline, then restricted), at the versions 1.0, 1.1 … of the first argument, and "latest" last; "" where it is allowed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "policy:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: policy NEWEST-MINOR-VERSION")
	}
	newest, err := strconv.Atoi(os.Args[1])
	if err != nil {
		return err
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return err
	}
	policies := allPolicies(newest)
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<22)
	output := bufio.NewWriter(os.Stdout)
	for encoder := json.NewEncoder(output); input.Scan(); {
		var pod corev1.Pod
		if err := json.Unmarshal(input.Bytes(), &pod); err != nil {
			return err
		}
		said := make([]string, len(policies))
		for index, asked := range policies {
			result := policy.AggregateCheckResults(evaluator.EvaluatePod(asked, &pod.ObjectMeta, &pod.Spec))
			said[index] = result.ForbiddenDetail()
		}
		if err := encoder.Encode(said); err != nil {
			return err
		}
	}
	if err := input.Err(); err != nil {
		return err
	}
	return output.Flush()
}

func allPolicies(newest int) []api.LevelVersion {
	var all []api.LevelVersion
	for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
		for minor := 0; minor <= newest; minor++ {
			all = append(all, api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)})
		}
		all = append(all, api.LevelVersion{Level: level, Version: api.LatestVersion()})
	}
	return all
}
