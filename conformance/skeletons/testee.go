// A testee: it answers the questions of `smsmail conformance`, one JSON object a line.
//
// It knows one operation. Put a call of your own code in its place, add the others, and run
//
//	smsmail conformance --testee 'go run testee.go'
package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
)

const id = `([A-Za-z0-9._-]{1,40})`

var (
	accepted = regexp.MustCompile(`\A[ \t\r\n]*OK - ([1-9][0-9]{0,8}) SMS, ID - ` + id + `[ \t\r\n]*\z`)
	rejected = regexp.MustCompile(`\A[ \t\r\n]*ERROR = ([1-9]) \(([^\r\n]*)\)(?:, ID - ` + id + `)?[ \t\r\n]*\z`)
)

type object = map[string]any

// refused says that the input is wrong. Its code is the error number that the server would answer, if there is one.
type refused struct {
	Code    int    `json:"code,omitempty"`
	Message string `json:"message"`
}

func decodeReply(given object) (object, *refused) {
	text := given["text"].(string)
	if found := accepted.FindStringSubmatch(text); found != nil {
		sms, _ := strconv.Atoi(found[1])
		return object{"kind": "accepted", "sms": sms, "id": found[2]}, nil
	}
	if found := rejected.FindStringSubmatch(text); found != nil {
		number, _ := strconv.Atoi(found[1])
		reply := object{"kind": "rejected", "error": number, "description": found[2], "id": nil}
		if found[3] != "" {
			reply["id"] = found[3]
		}
		return reply, nil
	}
	return nil, &refused{Message: "this is no reply of the server"}
}

// Missing, and reported as skipped: decode_request, encode_request, encode_reply, decode_content,
// segment, sms_count, send_at, decode_mail, encode_mail, serve.
var operations = map[string]func(object) (object, *refused){"decode_reply": decodeReply}

type question struct {
	Op    string
	ID    string
	Input object
}

func answer(asked question) object {
	if asked.Op == "hello" {
		offered := []string{}
		for name := range operations {
			offered = append(offered, name)
		}
		about := object{"protocol": 1, "implementation": "my-codec", "version": "0.1.0", "language": "Go"}
		about["ops"] = offered
		return about
	}
	operation, known := operations[asked.Op]
	if !known {
		return object{"id": asked.ID, "skip": "not there yet"}
	}
	result, wrong := operation(asked.Input)
	if wrong != nil {
		return object{"id": asked.ID, "error": wrong}
	}
	return object{"id": asked.ID, "ok": result}
}

func main() {
	questions, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var asked question
		if err := questions.Decode(&asked); err != nil || asked.Op == "bye" {
			return
		}
		if err := answers.Encode(answer(asked)); err != nil {
			panic(err)
		}
	}
}
