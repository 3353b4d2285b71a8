// The policies of k8s.io/pod-security-admission, the module that the API server judges pods by, without the server: for the versions of
// which no server can be built. Each line of its input is a pod as JSON; each line of its output, a list of what the policies of both
// levels say of it (baseline, then restricted), at the versions 1.0, 1.1 … of the first argument, and "latest" last; "" where it is allowed.
// With the argument "labels" each line is the labels of a namespace, and the answer what they enforce, audit and warn of, as LEVEL:VERSION,
// and the fields that are invalid.
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
		return fmt.Errorf("usage: policy NEWEST-MINOR-VERSION|labels")
	}
	if os.Args[1] == "labels" {
		return eachLine(readLabels)
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
	return eachLine(func(pod corev1.Pod) []string {
		said := make([]string, len(policies))
		for index, asked := range policies {
			result := policy.AggregateCheckResults(evaluator.EvaluatePod(asked, &pod.ObjectMeta, &pod.Spec))
			said[index] = result.ForbiddenDetail()
		}
		return said
	})
}

func readLabels(labels map[string]string) []string {
	unconfigured := api.LevelVersion{Level: api.LevelPrivileged, Version: api.LatestVersion()}
	asked, invalid := api.PolicyToEvaluate(labels, api.Policy{Enforce: unconfigured, Audit: unconfigured, Warn: unconfigured})
	said := []string{asked.Enforce.String(), asked.Audit.String(), asked.Warn.String()}
	for _, problem := range invalid {
		said = append(said, problem.Field)
	}
	return said
}

// eachLine answers each line of the input with one of the output, both JSON.
func eachLine[T any](answer func(T) []string) error {
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<22)
	output := bufio.NewWriter(os.Stdout)
	for encoder := json.NewEncoder(output); input.Scan(); {
		var line T
		if err := json.Unmarshal(input.Bytes(), &line); err != nil {
			return err
		}
		if err := encoder.Encode(answer(line)); err != nil {
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
