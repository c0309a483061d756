package desk

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// An Allowance is how much each person may do: so much at once, and one more every so often. It is only kept in memory.
type Allowance struct {
	most  int
	every time.Duration
	mu    sync.Mutex
	of    map[string]*rate.Limiter
}

// NewAllowance makes an Allowance of so much at once, and one more every so often.
func NewAllowance(most int, every time.Duration) *Allowance {
	return &Allowance{most: most, every: every, of: map[string]*rate.Limiter{}}
}

// manyPeople is how many are remembered before those who have their whole allowance are forgotten.
const manyPeople = 1_000

// Take takes n of somebody's allowance, and returns 0 and a function that gives them back; or else at least how long until there
// are so many. More than the whole allowance is never there.
func (a *Allowance) Take(who string, n int) (wait time.Duration, giveBack func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	if len(a.of) >= manyPeople {
		for person, l := range a.of {
			if l.TokensAt(now) >= float64(a.most) {
				delete(a.of, person)
			}
		}
	}
	l := a.of[who]
	if l == nil {
		l = rate.NewLimiter(rate.Every(a.every), a.most)
		a.of[who] = l
	}
	taken := l.ReserveN(now, min(n, a.most))
	if wait = taken.DelayFrom(now); wait == 0 && n > a.most {
		wait = a.every
	}
	if wait > 0 {
		taken.CancelAt(now)
		return wait, func() {}
	}
	return 0, func() { taken.CancelAt(now) }
}

// Seldom is a log in which somebody's warnings of one kind are at most five at once, and one more a minute: somebody who goes on doing
// what they may not doesn't fill it. Errors are all logged.
func Seldom(log *slog.Logger) *slog.Logger {
	return slog.New(seldom{log.Handler(), NewAllowance(5, time.Minute)})
}

type seldom struct {
	slog.Handler
	allowed *Allowance
}

func (s seldom) Handle(ctx context.Context, r slog.Record) error {
	if r.Level == slog.LevelWarn {
		kind := r.Message
		r.Attrs(func(a slog.Attr) bool {
			if a.Key == "by" || a.Key == "command" {
				kind += "\x00" + a.Value.String()
			}
			return true
		})
		if wait, _ := s.allowed.Take(kind, 1); wait > 0 {
			return nil
		}
	}
	return s.Handler.Handle(ctx, r)
}

func (s seldom) WithAttrs(attrs []slog.Attr) slog.Handler {
	return seldom{s.Handler.WithAttrs(attrs), s.allowed}
}

func (s seldom) WithGroup(name string) slog.Handler {
	return seldom{s.Handler.WithGroup(name), s.allowed}
}
