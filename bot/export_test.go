package bot

import (
	"context"
	"rollcall/tracker"
	"rollcall/tracker/query"
)

// FormLine is the line that a form makes of values, about a supporter if there is one.
func (b *Bot) FormLine(name string, of *tracker.Supporter, values map[string]string) string {
	kept := press{More: true, Anyway: of == nil, Head: b.Tracker.Book().Head()}
	if of != nil {
		kept.ID = of.ID
	}
	f, _ := b.form(name, "en", kept)
	return query.Text(f.line(values))
}

// FormInputs are the names of the inputs of a command's form, which is about nobody yet.
func (b *Bot) FormInputs(name string) (all []string) {
	f, _ := b.form(name, "en", press{More: true})
	for _, in := range f.inputs {
		all = append(all, in.name)
	}
	return all
}

// Plan plans what is due, as a tick does.
func (p *Poster) Plan(ctx context.Context) { p.plan(ctx) }
