package roster

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"rollcall/tracker"
	"rollcall/tracker/names"
)

// readJSON reads an array of objects, or an object whose supporters are one, as Write makes it.
func readJSON(ctx context.Context, t *text, o Options) (*List, error) {
	b := newBuilder(ctx, JSON, o)
	b.list.Encoding = t.encoding
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
		err = j.rows()
	case json.Delim('{'):
		err = j.object()
	default:
		return notList()
	}
	if err != nil {
		return err
	}
	if _, err := j.token(); !errors.Is(err, io.EOF) {
		return tracker.Refuse("Something follows the end of the JSON, at line %d. Nothing was read.", tracker.Line(j.lines.at(j.d.InputOffset())))
	}
	return nil
}

func notList() error {
	return tracker.Refuse("The JSON is no list; it should be an array of objects, or an object with such an array under supporters.")
}

// object reads the outer object.
func (j *jsonReader) object() error {
	found := false
	for j.d.More() {
		key, err := j.token()
		if err != nil {
			return err
		}
		switch key {
		case "supporters":
			start, err := j.token()
			if err != nil {
				return err
			}
			if start != json.Delim('[') || found {
				return notList()
			}
			found = true
			if err := j.rows(); err != nil {
				return err
			}
		default:
			if key != "citation" {
				j.b.list.Unread = append(j.b.list.Unread, shortened(clean(key.(string)))) // the key of an object is a string
			}
			var skipped json.RawMessage
			j.in.fill()
			if err := j.d.Decode(&skipped); err != nil {
				return err
			}
		}
	}
	if _, err := j.token(); err != nil {
		return err
	}
	if !found {
		return notList()
	}
	return nil
}

// rows reads the array to its end.
func (j *jsonReader) rows() error {
	for j.d.More() {
		j.in.fill()
		if err := j.row(); err != nil {
			return err
		}
	}
	_, err := j.token()
	return err
}

// row reads an object of the array.
func (j *jsonReader) row() error {
	var raw json.RawMessage
	if err := j.d.Decode(&raw); err != nil {
		return err
	}
	at := Place{Line: j.lines.at(j.d.InputOffset())}
	v, wrong := j.values(raw)
	if wrong != nil {
		return j.b.problem(at, clean(v[name]), wrong)
	}
	return j.b.add(at, v)
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
		f, known := headers()[names.Key(said)]
		if !known {
			if said = shortened(clean(said)); !slices.Contains(j.b.list.Unknown, said) && len(j.b.list.Unknown) < MaxCells {
				j.b.list.Unknown = append(j.b.list.Unknown, said)
			}
			continue
		}
		if seen[f] {
			return v, tracker.Refuse("The %s is given twice.", columns[f])
		}
		seen[f] = true
		j.b.french = j.b.french || f == joined && isFrench(said)
		text, ok := valueOf(value, f)
		if !ok {
			return v, tracker.Refuse("The %s isn't a text: %s.", columns[f], shortened(clean(string(value))))
		}
		v[f] = text
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

// A lineCounter tells on which line a byte stands that was read not long ago.
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
