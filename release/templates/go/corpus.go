// Package corpus has the conformance cases of SMS by e-mail.
package corpus

import (
	"embed"
	"encoding/json"
	"io/fs"
)

//go:embed data
var embedded embed.FS

// Version is that of the cases.
const Version = "0.0.0"

// Files is the corpus: index.json, cases, mails, clauses and readings.
var Files = sub()

// Case is one question with one answer. What Input and Expect hold depends on Op.
type Case struct {
	ID       string          `json:"id"`
	Op       string          `json:"op"`
	Level    string          `json:"level"`
	Clauses  []string        `json:"clauses"`
	Readings []string        `json:"readings"`
	Catches  string          `json:"catches"`
	Input    json.RawMessage `json:"input"`
	Expect   json.RawMessage `json:"expect"`
}

// Cases are all cases, in the order of their files.
func Cases() ([]Case, error) {
	var index struct {
		Files []struct {
			Path  string `json:"path"`
			Cases int    `json:"cases"`
		} `json:"files"`
	}
	if err := read("index.json", &index); err != nil {
		return nil, err
	}
	var all []Case
	for _, file := range index.Files {
		if file.Cases == 0 {
			continue
		}
		var of struct {
			Cases []Case `json:"cases"`
		}
		if err := read(file.Path, &of); err != nil {
			return nil, err
		}
		all = append(all, of.Cases...)
	}
	return all, nil
}

func read(path string, into any) error {
	text, err := fs.ReadFile(Files, path)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

func sub() fs.FS {
	files, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	return files
}
