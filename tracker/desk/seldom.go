package desk

import (
	"context"
	"log/slog"
	"time"
)

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
