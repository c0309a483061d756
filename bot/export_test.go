package bot

import (
	"context"
	"rollcall/tracker"
	"rollcall/tracker/query"
)

// FormLine is the line that a form makes of values, about a supporter if there is one.
func (b *Bot) FormLine(name string, of *tracker.Supporter, values map[string]string) string {
	f, _ := b.form(name, "en", of)
	return query.Text(f.line(values))
}

// Plan plans what is due, as a tick does.
func (p *Poster) Plan(ctx context.Context) { p.plan(ctx) }
