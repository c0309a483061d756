package roster

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"rollcall/tracker"
)

// readJSON reads an array of objects, or an object with one in it, as Write makes it.
func readJSON(ctx context.Context, t *text, o Options) (*List, error) {
	b := newBuilder(ctx, JSON, o)
	b.list.Encoding, b.list.Assumed = t.encoding, t.assumed
	in, err := t.reader()
	if err != nil {
		return nil, err
	}
	lines := &lineCounter{r: in}
	bounded := &budget{r: lines}
	j := &jsonReader{b: b, in: bounded, lines: lines, d: json.NewDecoder(bounded)}
	if err := j.document(); err != nil {
		var refusal tracker.Refusal
		var wrong *json.SyntaxError
		offset := j.d.InputOffset()
		if errors.As(err, &wrong) {
			offset = max(offset, wrong.Offset)
		} else if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			offset = lines.offset
		}
		line := lines.at(offset)
		switch {
		case errors.As(err, &refusal), ctx.Err() != nil:
			return nil, err
		case errors.Is(err, errLong):
			return nil, tracker.Refuse("Line %d: what begins here is longer than %d KB. Nothing was read.", tracker.Line(line), MaxLine>>10)
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil, tracker.Refuse("The JSON ends before it is complete, at line %d. Nothing was read.", tracker.Line(line))
		}
		return nil, tracker.Refuse("Line %d: the JSON can't be read (%s). Nothing was read.", tracker.Line(line), shortened(err.Error()))
	}
	return b.done()
}

type jsonReader struct {
	b     *builder
	in    *budget
	lines *lineCounter
	d     *json.Decoder
	found bool // the list
}

// token reads the next one; what a row may have is counted from there.
func (j *jsonReader) token() (json.Token, error) {
	j.in.fill()
	return j.d.Token()
}

func (j *jsonReader) document() error {
	first, err := j.token()
	if err != nil {
		return err
	}
	switch first {
	case json.Delim('['):
		j.found = true
		err = j.rest(j.row)
	case json.Delim('{'):
		err = j.object(0)
	}
	if err != nil {
		return err
	}
	if !j.found {
		return tracker.Refuse("The JSON is no list; it should be an array of objects, or an object with such an array in it.")
	}
	if _, err := j.token(); !errors.Is(err, io.EOF) {
		return tracker.Refuse("Something follows the end of the JSON, at line %d. Nothing was read.", tracker.Line(j.lines.at(j.d.InputOffset())))
	}
	return nil
}

// object reads an object to its end, and the array of objects in it, wherever that stands. There can be only one.
func (j *jsonReader) object(depth int) error {
	const deep = 4
	for j.d.More() {
		key, err := j.token()
		if err != nil {
			return err
		}
		name := shortened(clean(key.(string))) // the key of an object is a string
		start, err := j.token()
		if err != nil {
			return err
		}
		switch {
		case start == json.Delim('{') && depth < deep:
			err = j.object(depth + 1)
		case start == json.Delim('['):
			err = j.array(name)
		case start == json.Delim('{'):
			err = j.rest(passOver)
		}
		if err != nil {
			return err
		}
	}
	_, err := j.token()
	return err
}

// array reads an array to its end: the list, if it has objects or is called supporters.
func (j *jsonReader) array(name string) error {
	j.in.fill()
	var first json.RawMessage
	if j.d.More() {
		if err := j.d.Decode(&first); err != nil {
			return err
		}
	}
	if (first == nil || first[0] != '{') && name != "supporters" {
		j.b.list.Unread = append(j.b.list.Unread, name)
		return j.rest(passOver)
	}
	if j.found {
		return tracker.Refuse("The JSON has more than one list, and %s is another one; leave one of them.", name)
	}
	j.found = true
	if first != nil {
		if err := j.row(first); err != nil {
			return err
		}
	}
	return j.rest(j.row)
}

// rest reads what began to its end, and does something with each of its values.
func (j *jsonReader) rest(do func(json.RawMessage) error) error {
	for j.d.More() {
		j.in.fill()
		var raw json.RawMessage
		if err := j.d.Decode(&raw); err != nil {
			return err
		}
		if err := do(raw); err != nil {
			return err
		}
	}
	_, err := j.token()
	return err
}

func passOver(json.RawMessage) error { return nil }

// row reads an object of the array.
func (j *jsonReader) row(raw json.RawMessage) error {
	at := Place{Line: j.lines.at(j.d.InputOffset())}
	v, wrong := j.values(raw)
	if wrong != nil {
		return j.b.problem(at, clean(v[name].text), wrong)
	}
	return j.b.add(at, false, v)
}

// values reads an object's members; wrong says why they can't be used.
func (j *jsonReader) values(raw json.RawMessage) (v *values, wrong error) {
	v = &values{}
	if raw[0] != '{' {
		return v, tracker.Refuse("This is no object; a supporter is written as {\"name\": …}.")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	_, _ = d.Token() // the brace; raw is valid JSON
	var seen [fields]bool
	for d.More() {
		key, _ := d.Token()
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return v, tracker.Refuse("The JSON can't be read (%s).", shortened(err.Error()))
		}
		said, _ := key.(string)
		f, known, err := j.b.member(said, &seen)
		if err != nil {
			return v, err
		}
		if !known {
			continue
		}
		if f == joined {
			j.b.dates(said)
		}
		text, ok := valueOf(value, f)
		if !ok {
			return v, tracker.Refuse("The %s isn't a text: %s.", columns[f], shortened(clean(string(value))))
		}
		v[f].text = text
	}
	return v, nil
}

// valueOf is a text or a number as it is written, or a list of aliases as a cell has it.
func valueOf(raw json.RawMessage, f field) (string, bool) {
	switch c := raw[0]; {
	case c == '"':
		var s string
		err := json.Unmarshal(raw, &s)
		return s, err == nil
	case c == 'n':
		return "", true
	case c == '-' || '0' <= c && c <= '9':
		return string(raw), true
	case c == '[' && f == aliases:
		var all []string
		if json.Unmarshal(raw, &all) != nil {
			return "", false
		}
		return joinAliases(all), true
	}
	return "", false
}

// A lineCounter returns the line of a byte that was read not long ago.
type lineCounter struct {
	r      io.Reader
	offset int64
	passed int
	ends   []int64 // of the lines after those that were passed
}

func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.offset+int64(i))
		}
	}
	l.offset += int64(n)
	return n, err
}

// at is the line of a byte. Bytes are asked for in their order.
func (l *lineCounter) at(offset int64) int {
	i, _ := slices.BinarySearch(l.ends, offset)
	l.passed += i
	l.ends = append(l.ends[:0], l.ends[i:]...)
	return l.passed + 1
}
