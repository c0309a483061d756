package answer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Facts are what answers of one kind tell, beside what all share.
type Facts interface {
	kind() Kind
	// words tells the facts in a headline of one sentence, and further lines.
	words(v *Words, a *Answer) (headline string, lines []string)
}

// New begins an answer with the facts of its kind.
func New(f Facts) Answer { return Answer{}.With(f) }

// With is the answer with the facts of its kind.
func (a Answer) With(f Facts) Answer {
	a.Kind, a.Facts = f.kind(), f
	return a
}

// contract is the order of the fields of an answer's JSON.
var contract = strings.Fields("kind headline text line verdict lang value status counts supporters total missing principles figures added removed recategorised " +
	"as_of checked filters rows of agrees difference order lacking counted overlap series import following sources candidates suggestions readings further")

// MarshalJSON encodes what all answers share, and the facts of the kind, as one object.
func (a Answer) MarshalJSON() ([]byte, error) {
	type shared Answer
	fields := map[string]json.RawMessage{}
	for _, part := range []any{shared(a), a.Facts} {
		var own map[string]json.RawMessage
		encoded, err := json.Marshal(part)
		if err == nil {
			err = json.Unmarshal(encoded, &own)
		}
		if err != nil {
			return nil, err
		}
		maps.Copy(fields, own)
	}
	var b bytes.Buffer
	for _, name := range contract {
		if value, ok := fields[name]; ok {
			fmt.Fprintf(&b, `,%q:%s`, name, value)
		}
		delete(fields, name)
	}
	if len(fields) > 0 {
		return nil, fmt.Errorf("an answer's JSON has no %v", fields)
	}
	return slices.Concat([]byte("{"), b.Bytes()[1:], []byte("}")), nil
}
