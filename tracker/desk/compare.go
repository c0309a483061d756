package desk

import (
	"context"
	"strings"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/query"
)

const compareCommand = "compare"

// compare says which of several filters lets more through, or who supports two calls. Any other line that begins with the word is a question.
func (d *Desk) compare(_ context.Context, r Request, args []tracker.Token) (answer.Answer, error) {
	own := d.reading(r)
	var named []*query.Runner
	for _, t := range args {
		if reader := d.called(t, own); reader != nil {
			named = append(named, reader)
		}
	}
	switch {
	case len(d.Others) == 0 || len(named) == 0 && (len(args) > 1 || strings.Contains(query.Text(args), ",")):
		return d.read(own, compareCommand, args)
	case len(named) < len(args) || len(args) == 0 || len(args) > 2:
		wrong := tracker.Refuse("Say with which call, such as: compare %s. There are %s.", d.Others[0].Call.Slug, d.slugs())
		return d.otherwise(own, compareCommand, args, wrong), nil
	case len(named) == 1:
		named = append([]*query.Runner{own}, named...)
	}
	if named[0].Call == named[1].Call {
		return answer.Answer{}, tracker.Refuse("A call can't be compared with itself. There are %s.", d.slugs())
	}
	d.comparing.Lock() // it indexes the names of one of them
	defer d.comparing.Unlock()
	return query.Overlap(named[0], named[1]), nil
}

// called is the reader of the call that a word names; nil if it names none.
func (d *Desk) called(t tracker.Token, own *query.Runner) *query.Runner {
	word := strings.TrimPrefix(t.Text, "/")
	if t.Key != "" {
		return nil
	}
	for _, o := range d.Others {
		if strings.EqualFold(word, o.Call.Slug) || strings.EqualFold(word, strings.TrimPrefix(o.Command, "/")) {
			return d.others[o.Call].reader()
		}
	}
	if strings.EqualFold(word, d.Call.Slug) {
		return own
	}
	return nil
}

// slugs are those of all calls.
func (d *Desk) slugs() string {
	all := []string{d.Call.Slug}
	for _, o := range d.Others {
		all = append(all, o.Call.Slug)
	}
	return strings.Join(all, ", ")
}
