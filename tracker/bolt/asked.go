package bolt

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"

	"rollcall/tracker"
	"rollcall/tracker/asked"
)

// Asked keeps what people asked about a call. It lies beside what is noted of the file itself, which versions from before it
// read past, by call, day and the rest of the question.
func (d *DB) Asked(call string) asked.Store {
	return &questions{d, fmt.Appendf(nil, "asked/%s\x00", call)}
}

type questions struct {
	db     *DB
	prefix []byte // of the keys
}

// key is where a question is kept: in the order of asked.Question.Compare.
func (s *questions) key(q asked.Question) []byte {
	return append(bytes.Clone(s.prefix), strings.Join([]string{string(q.Day), string(q.Outcome), q.Lang, q.Words, q.Line}, "\x00")...)
}

// from calls each with every key from a day on, and its count, until it returns false.
func (s *questions) from(tx *bbolt.Tx, day tracker.Day, each func(key []byte, n int) bool) error {
	c := tx.Bucket(metaBucket).Cursor()
	for k, v := c.Seek(append(bytes.Clone(s.prefix), day...)); bytes.HasPrefix(k, s.prefix); k, v = c.Next() {
		n, err := strconv.Atoi(string(v))
		if err != nil {
			return fmt.Errorf("%w: how often something was asked is not a number", ErrDamaged)
		}
		if !each(k, n) {
			return nil
		}
	}
	return nil
}

// Add adds counts, in one transaction.
func (s *questions) Add(ctx context.Context, counts asked.Counts, since tracker.Day) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.db.writing.Lock()
	defer s.db.writing.Unlock()
	return s.db.update(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket(metaBucket)
		for q, n := range counts {
			key := s.key(q)
			before, _ := strconv.Atoi(string(bucket.Get(key)))
			if err := bucket.Put(key, strconv.AppendInt(nil, int64(before+n), 10)); err != nil {
				return err
			}
		}
		var all [][]byte
		if err := s.from(tx, "", func(key []byte, _ int) bool { all = append(all, bytes.Clone(key)); return true }); err != nil {
			return err
		}
		first := s.key(asked.Question{Day: since})
		for i, key := range all {
			if i >= len(all)-asked.Most && bytes.Compare(key, first) >= 0 {
				break
			}
			if err := bucket.Delete(key); err != nil {
				return err
			}
		}
		return nil
	})
}

// Counts reads them in one transaction.
func (s *questions) Counts(ctx context.Context, since tracker.Day) (asked.Counts, error) {
	all := asked.Counts{}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return all, s.db.view(func(tx *bbolt.Tx) error {
		return s.from(tx, since, func(key []byte, n int) bool {
			if f := strings.Split(string(key[len(s.prefix):]), "\x00"); len(f) == 5 {
				all[asked.Question{Day: tracker.Day(f[0]), Outcome: asked.Outcome(f[1]), Lang: f[2], Words: f[3], Line: f[4]}] = n
			}
			return true
		})
	})
}
