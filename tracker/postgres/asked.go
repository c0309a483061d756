package postgres

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"rollcall/tracker"
	"rollcall/tracker/asked"
)

// Asked keeps what people asked about a call. Processes that share the database add to each other's counts.
func (d *DB) Asked(call string) asked.Store { return &questions{d, call} }

type questions struct {
	db   *DB
	call string
}

// Add adds counts in one statement, which isn't tried again if it may have been done, and deletes in others, for which trying again
// does no harm.
func (s *questions) Add(ctx context.Context, counts asked.Counts, since tracker.Day) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.db.try(ctx, patience, contended, func(ctx context.Context) error { return s.add(ctx, counts) }); err != nil {
		return err
	}
	return s.db.try(ctx, patience, passing, func(ctx context.Context) error { return s.trim(ctx, since) })
}

// add adds counts in the order of their keys, so that two that add the same never deadlock.
func (s *questions) add(ctx context.Context, counts asked.Counts) error {
	if len(counts) == 0 {
		return nil
	}
	var days, outcomes, langs, words, lines []string
	var ns []int64
	for _, q := range slices.SortedFunc(maps.Keys(counts), asked.Question.Compare) {
		days, outcomes, langs = append(days, string(q.Day)), append(outcomes, string(q.Outcome)), append(langs, q.Lang)
		words, lines, ns = append(words, q.Words), append(lines, q.Line), append(ns, int64(counts[q]))
	}
	_, err := s.db.pool.Exec(ctx, `INSERT INTO rollcall_asked AS old (call, day, outcome, lang, words, line, count)
		SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
		ON CONFLICT (call, day, outcome, lang, words, line) DO UPDATE SET count = old.count + excluded.count`, s.call, days, outcomes, langs, words, lines, ns)
	return err
}

func (s *questions) trim(ctx context.Context, since tracker.Day) error {
	if _, err := s.db.pool.Exec(ctx, `DELETE FROM rollcall_asked WHERE day < $1`, string(since)); err != nil {
		return err
	}
	_, err := s.db.pool.Exec(ctx, `DELETE FROM rollcall_asked WHERE call = $1 AND (day, outcome, lang, words, line) <
		(SELECT day, outcome, lang, words, line FROM rollcall_asked WHERE call = $1
			ORDER BY day DESC, outcome DESC, lang DESC, words DESC, line DESC OFFSET $2 LIMIT 1)`, s.call, asked.Most-1)
	return err
}

// Counts reads them in one statement.
func (s *questions) Counts(ctx context.Context, since tracker.Day) (asked.Counts, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var all asked.Counts
	err := s.db.try(ctx, patience, passing, func(ctx context.Context) error {
		all = asked.Counts{}
		rows, err := s.db.pool.Query(ctx, `SELECT day, outcome, lang, words, line, count FROM rollcall_asked WHERE call = $1 AND day >= $2`, s.call, string(since))
		if err != nil {
			return err
		}
		var q asked.Question
		var n int
		_, err = pgx.ForEachRow(rows, []any{&q.Day, &q.Outcome, &q.Lang, &q.Words, &q.Line, &n}, func() error { all[q] = n; return nil })
		return err
	})
	return all, err
}
