// What kubectl reads of texts: from standard input a JSON list of texts, to standard output a list of what each is decoded to.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/util/yaml"
)

// Documents up to the first that is refused, and why it is.
type reading struct {
	Documents []any  `json:"documents"`
	Refused   string `json:"refused"`
}

// kubectl's own way (cli-runtime, StreamVisitor): a decoder of YAML or JSON over the whole stream.
func read(text string) (result reading) {
	result.Documents = []any{}
	defer func() {
		if failure := recover(); failure != nil {
			result.Refused = fmt.Sprint(failure)
		}
	}()
	decoder := yaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	for {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			if !errors.Is(err, io.EOF) {
				result.Refused = err.Error()
			}
			return result
		}
		var document any
		if err := json.Unmarshal(raw, &document); err != nil {
			result.Refused = err.Error()
			return result
		}
		result.Documents = append(result.Documents, document)
	}
}

func main() {
	var texts []string
	if err := json.NewDecoder(bufio.NewReader(os.Stdin)).Decode(&texts); err != nil {
		panic(err)
	}
	results := make([]reading, 0, len(texts))
	for _, text := range texts {
		results = append(results, read(text))
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}
