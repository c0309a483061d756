package chart

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"sync"

	"rollcall/tracker"
	"rollcall/tracker/answer"
)

// kept is how many pictures a Painter keeps, of some 50 KB each.
const kept = 16

// A Painter draws for many: one picture at a time, since each needs megabytes while it is drawn, and what it drew lately only
// once. The zero Painter is ready.
type Painter struct {
	mu    sync.Mutex
	drawn []drawing // the one that was asked for last is the last
}

type drawing struct {
	of  [sha256.Size]byte
	png []byte
}

// Picture returns the picture that Draw draws. The caller doesn't change it.
func (p *Painter) Picture(ctx context.Context, a *answer.ChartFacts) ([]byte, error) {
	if a == nil {
		return nil, ErrNothing
	}
	of, err := drawnOf(a)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.IndexFunc(p.drawn, func(d drawing) bool { return d.of == of }); i >= 0 {
		d := p.drawn[i]
		p.drawn = append(slices.Delete(p.drawn, i, i+1), d)
		return d.png, nil
	}
	if err := ctx.Err(); err != nil { // the wait was too long
		return nil, err
	}
	var png bytes.Buffer
	if err := Draw(&png, a); err != nil {
		return nil, err
	}
	if len(p.drawn) == kept {
		p.drawn = slices.Delete(p.drawn, 0, 1)
	}
	p.drawn = append(p.drawn, drawing{of, bytes.Clone(png.Bytes())})
	return png.Bytes(), nil
}

// drawnOf names all that a picture shows.
func drawnOf(a *answer.ChartFacts) (name [sha256.Size]byte, err error) {
	encoded, err := json.Marshal(struct {
		*answer.Picture
		Number       any // stands before a function, which goes by the language as the words do
		Since, Until tracker.Day
		Series       []answer.Series
	}{Picture: a.Picture, Since: a.Since, Until: a.Until, Series: a.Series})
	return sha256.Sum256(encoded), err
}
